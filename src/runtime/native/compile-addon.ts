import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { leanSource } from "./lean-source.js";
import type { Machine } from "./machine.js";
import { nativeFailure } from "./native-failure.js";
import type { FoundProgram } from "./find-programs.js";
import { muteSource } from "./mute-source.js";
import { quietSource } from "./quiet-source.js";
import type { Runner } from "./run-command.js";

export const addonName = "tfjs_binding.node";
/** The small addon that passes the log level on, loaded before the other. */
export const quietName = "quiet.node";
/** The one that silences standard error while the libraries are loaded, needed before all others. */
export const muteName = "mute.node";
/** The one that keeps little of the libraries' files in memory. */
export const leanName = "lean.node";

/** Our own small addons: their source, and how many of the two libraries (from the end) they are linked to. */
const own: Readonly<Record<string, { readonly file: string; readonly source: string; readonly libraries: 0 | 1 }>> = {
  [muteName]: { file: "mute.cc", source: muteSource, libraries: 0 },
  [quietName]: { file: "quiet.cc", source: quietSource, libraries: 1 },
  [leanName]: { file: "lean.cc", source: leanSource, libraries: 0 },
};

/** Those of our own addons that a list of files lacks. */
export const missingAddons = (files: readonly string[]): readonly string[] =>
  Object.keys(own).filter((name) => !files.includes(name));

export interface CompilePlan {
  /** tfjs-node's `binding` folder. */
  readonly sources: string;
  readonly nodeHeaders: string;
  /** Holds the libraries and `include`; gets the addons. */
  readonly folder: string;
  readonly libraries: readonly [core: string, framework: string];
}

/** The compiler's arguments: N-API 8 only, libraries looked for beside the addon. */
export function compileArguments(plan: CompilePlan, platform: Machine["platform"], addon: string): readonly string[] {
  const mac = platform === "darwin";
  const small = own[addon];
  const sources = small
    ? [join(plan.folder, small.file)]
    : [join(plan.sources, "tfjs_backend.cc"), join(plan.sources, "tfjs_binding.cc")];
  return [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-w",
    "-pthread",
    ...(mac ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"]),
    "-DNAPI_VERSION=8",
    `-I${plan.nodeHeaders}`,
    `-I${join(plan.folder, "include")}`,
    ...sources,
    "-o",
    join(plan.folder, addon),
    // A weak reference alone would let the linker leave the library out.
    ...(mac ? [] : ["-Wl,--no-as-needed"]),
    // By full path: the linker records each library's own name, and finds it at run time by the rpath.
    ...plan.libraries
      .slice(plan.libraries.length - (small?.libraries ?? 2))
      .map((library) => join(plan.folder, library)),
    mac ? "-Wl,-rpath,@loader_path" : "-Wl,-rpath,$ORIGIN",
  ];
}

/** What compiles, and where. */
export interface CompileTools {
  readonly compiler: FoundProgram;
  readonly machine: Machine;
  readonly run: Runner;
}

/**
 * Compiles tfjs-node's two unchanged C++ files, and the small ones, against a TensorFlow library. Throws
 * `native/not-compiling`.
 */
export const compileAddon = (plan: CompilePlan, tools: CompileTools, signal?: AbortSignal): Promise<void> =>
  compileAddons([addonName, ...Object.keys(own)], plan, tools, signal);

/** Compiles these only: our own need no headers of TensorFlow's. */
export async function compileAddons(
  addons: readonly string[],
  plan: CompilePlan,
  { compiler, machine, run }: CompileTools,
  signal?: AbortSignal,
): Promise<void> {
  for (const addon of addons) {
    const small = own[addon];
    if (small) await writeFile(join(plan.folder, small.file), small.source);
    const args = [...compiler.args, ...compileArguments(plan, machine.platform, addon)];
    const ran = await run(compiler.command, args, { ...(signal && { signal }) });
    if (ran.code !== 0) throw nativeFailure("native/not-compiling", { compiler: compiler.command, output: ran.tail });
    if (small) await rm(join(plan.folder, small.file));
  }
}
