import { mkdir, open, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import type { WeightValues } from "../engine/model-weights.js";
import { writeArrays } from "./array-file.js";
import { makeFolder } from "./make-folder.js";
import { failureOf, notWritable } from "./not-writable.js";
import { writeRun, type RunFolder } from "./run-folder.js";
import { writeWhole } from "./write-whole.js";

/** Where a callback's file goes: inside the run folder only, and through no link out of it. */
async function placeInRun(run: RunFolder, path: string): Promise<string> {
  const target = resolve(run.path, path);
  const inside = relative(resolve(run.path), target);
  if (inside === "" || leadsOut(inside) || leadsOut(relative(await realpath(run.path), await realpathOf(target))))
    throw new Failure(
      "runtime/outside-run",
      `${path} lies outside the run folder ${run.path}`,
      "give a path inside it, such as best.weights",
    );
  return target;
}

const leadsOut = (inside: string): boolean => inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);

/**
 * Where a path leads, as far as it is there. @throws Failure `runtime/not-writable` where that cannot be found out, as
 * of links in a circle
 */
async function realpathOf(path: string): Promise<string> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(await realpath(at), ...missing);
    } catch (error) {
      if (!["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw notWritable(path, error);
    }
    const link = await readlink(at).catch(() => null); // one that leads to nothing yet, over others maybe
    if (link !== null) return realpathOf(join(resolve(await realpath(dirname(at)), link), ...missing));
    missing.unshift(basename(at));
  }
}

/**
 * What model_checkpoint saves: with `weightsOnly` a file of named arrays, else the whole model as a run folder of its
 * own, which `evaluate`, `predict` and `export` take. One that is there is replaced.
 */
export async function saveInRun(
  run: RunFolder,
  path: string,
  weights: WeightValues,
  weightsOnly: boolean,
  epoch: number,
): Promise<void> {
  const target = await placeInRun(run, path);
  const there = await stat(target).catch(() => null);
  if (weightsOnly) {
    await makeFolder(dirname(target));
    return writeArrays(target, { header: { model: run.ir.model.name }, arrays: weights });
  }
  if (there && !there.isDirectory()) throw failureOf(target, "a file is there, not a folder", 1);
  await makeFolder(target);
  const dataFolder = relative(target, resolve(run.path, run.manifest.dataFolder)) || ".";
  const copy: RunFolder = {
    ...run,
    path: target,
    manifest: { ...run.manifest, dataFolder, state: "interrupted", epochs: epoch, stopped: null },
  };
  await writeArrays(join(target, "model.bin"), { header: { model: run.ir.model.name }, arrays: weights });
  await writeRun(copy);
}

/**
 * Adds text to a callback's file: at byte `at`, and what a killed run wrote beyond it goes. 0 begins the file anew.
 * @throws Failure `runtime/not-writable`, `runtime/outside-run`
 */
export async function appendInRun(run: RunFolder, path: string, text: string, at: number): Promise<void> {
  const target = await placeInRun(run, path);
  try {
    await mkdir(dirname(target), { recursive: true }); // the run folder is there
    if (at === 0) return await writeWhole(target, text);
    const file = await open(target, "a+").then(async (made) => (await made.close(), open(target, "r+")));
    try {
      const { size } = await file.stat();
      if (size > at) await file.truncate(at);
      await file.write(text, Math.min(size, at), "utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    throw notWritable(target, error);
  }
}
