import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.js";
import { nativeFailure } from "./native-failure.js";
import type { Program } from "./find-programs.js";
import { quietSource } from "./quiet-source.js";
import type { Runner } from "./run-command.js";

export const addonName = "tfjs_binding.node";
const quietName = "quiet.cc";

export interface CompilePlan {
  /** tfjs-node's `binding` folder. */
  readonly sources: string;
  readonly nodeHeaders: string;
  /** Holds the libraries and `include`; gets the addon. */
  readonly folder: string;
  readonly libraries: readonly string[];
}

/** The compiler's arguments: N-API 8 only, libraries looked for beside the addon. */
export function compileArguments(plan: CompilePlan, platform: Machine["platform"]): readonly string[] {
  const mac = platform === "darwin";
  return [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-w",
    ...(mac ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    "-DNAPI_VERSION=8",
    `-I${plan.nodeHeaders}`,
    `-I${join(plan.folder, "include")}`,
    join(plan.sources, "tfjs_backend.cc"),
    join(plan.sources, "tfjs_binding.cc"),
    join(plan.folder, quietName),
    "-o",
    join(plan.folder, addonName),
    // By full path: the linker records each library's own name, and finds it at run time by the rpath.
    ...plan.libraries.map((library) => join(plan.folder, library)),
    mac ? "-Wl,-rpath,@loader_path" : "-Wl,-rpath,$ORIGIN",
  ];
}

/** Compiles tfjs-node's two unchanged C++ files against a TensorFlow library. Throws `native/not-compiling`. */
export async function compileAddon(plan: CompilePlan, compiler: Program, machine: Machine, run: Runner, signal?: AbortSignal): Promise<void> {
  await writeFile(join(plan.folder, quietName), quietSource);
  const ran = await run(compiler.command, [...compiler.args, ...compileArguments(plan, machine.platform)], { ...(signal && { signal }) });
  if (ran.code !== 0) throw nativeFailure("native/not-compiling", { compiler: compiler.command, output: ran.tail });
  await rm(join(plan.folder, quietName));
}
