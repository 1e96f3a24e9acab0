import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { compileAddons, missingAddons, type CompilePlan } from "./compile-addon.js";
import { buildFolder } from "./engine-store.js";
import type { FoundProgram } from "./find-programs.js";
import type { Machine } from "./machine.js";
import { describeFiles, readManifest, writeManifest } from "./manifest.js";
import type { Runner } from "./run-command.js";

export interface CompletionTools extends Pick<CompilePlan, "nodeHeaders" | "libraries"> {
  readonly compiler: FoundProgram;
}

/**
 * Compiles those of our own small addons that an engine lacks, which an earlier regnet made, beside it, then moves them
 * there and records them. Called under the lock, so that what the manifest says stays true meanwhile. Throws
 * `native/not-compiling`.
 */
export async function completeEngine(
  folder: string,
  { compiler, nodeHeaders, libraries }: CompletionTools,
  machine: Machine,
  run: Runner,
  signal?: AbortSignal,
): Promise<void> {
  const manifest = await readManifest(folder);
  if (manifest === null) return;
  const missing = missingAddons(manifest.files.map(({ path }) => path));
  if (missing.length === 0) return;
  const building = buildFolder(folder);
  await mkdir(building, { recursive: true });
  try {
    const beside = libraries.map((name) => join("..", basename(folder), name)) as [string, string];
    await compileAddons(
      missing,
      { sources: "", nodeHeaders, folder: building, libraries: beside },
      { compiler, machine, run },
      signal,
    );
    const files = await describeFiles(building);
    for (const { path } of files) await rename(join(building, path), join(folder, path));
    await writeManifest(folder, {
      ...manifest,
      files: [...manifest.files, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}
