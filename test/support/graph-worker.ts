import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { folderInCheckout } from "./temporary.js";

const root = join(import.meta.dirname, "../..");

/** The worker of the graph engine as the package has it, in a folder of its own beside the libraries it loads. */
export interface BuiltWorker {
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

export async function buildGraphWorker(): Promise<BuiltWorker> {
  const folder = folderInCheckout("worker");
  const file = join(folder, "graph-worker.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["src/runtime/graph/worker.ts"],
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
