import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fromJson, toJson, type JsonNumber } from "../../catalog/training/json-number.js";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { Ir } from "../../ir/ir.js";
import type { NdArray, Preprocessing } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { FIRST_STAGE, type EpochRecord, type Snapshot, type StageStart } from "../training/snapshot.js";
import { readArrays, writeArrays } from "./array-file.js";
import { entryPath } from "../entry-path.js";
import { holdsFolds } from "./folds-folder.js";
import { historyCsv } from "./history-csv.js";
import { requireWritableFolder } from "./make-folder.js";
import { writeWhole } from "./write-whole.js";
import { parametersOf } from "./check-stored-ir.js";
import { faultOfPreprocessing } from "./check-preprocessing.js";
import { faultOfManifest, type RunManifest } from "./manifest.js";
import { badRun, readStored, readStoredIr, readText } from "./read-stored.js";
import type { RunSettings } from "./run-settings.js";
import { reportHtml } from "./report/report.js";
import { count, nullable, object, text } from "./stored.js";

export { historyCsv } from "./history-csv.js";
export type { RunManifest, RunSettings };

export interface RunFolder {
  readonly path: string;
  readonly ir: Ir;
  readonly spec: string;
  readonly preprocessing: Preprocessing;
  readonly manifest: RunManifest;
}

/**
 * Writes into a folder that is there what a run starts from; `weights` instead of drawing them. Until the manifest is
 * there, it is no run.
 * @throws Failure when the folder already holds a run: a run is never overwritten
 */
export async function createRun(run: RunFolder, weights?: WeightValues): Promise<RunFolder> {
  await requireFreeFolder(run.path);
  if (weights) await writeInitial(run, weights);
  await writeRun(run);
  return run;
}

/** What is trained: the spec and its IR. */
export async function writeSpec({ path, spec, ir }: Pick<RunFolder, "path" | "spec" | "ir">): Promise<void> {
  await writeWhole(join(path, "spec.regnet"), spec);
  await writeWhole(join(path, "ir.json"), JSON.stringify(ir, null, 1));
}

/** What a run starts from, the manifest last: what it states is there. */
export async function writeRun(run: RunFolder): Promise<void> {
  const { path, preprocessing } = run;
  await writeSpec(run);
  await writeWhole(join(path, "preprocessing.json"), JSON.stringify(preprocessing, null, 1));
  await writeManifest(run);
}

/** @throws Failure when a run is there, or none can be written there; leaves nothing behind */
export async function requireFreeFolder(path: string): Promise<void> {
  await requireWritableFolder(path);
  if ((await exists(join(path, "manifest.json"))) || (await holdsFolds(path)))
    throw new Failure(
      "runtime/run-exists",
      `${path} already holds a run`,
      "give another folder with --out, or go on with this one with --resume",
    );
}

/** @throws Failure when it is no run folder, of another version, or not as regnet writes it */
export async function openRun(path: string): Promise<RunFolder> {
  if (await holdsFolds(path))
    throw new Failure(
      "runtime/run-of-folds",
      runtimeCodes["runtime/run-of-folds"].message({ run: path }),
      `name one of them, as ${join(path, "fold-1")}`,
    );
  const ir = await readStoredIr(path);
  const faultOf = (value: unknown): string | null => faultOfPreprocessing(value, ir);
  return {
    path,
    ir,
    spec: await readText(path, "spec.regnet"),
    preprocessing: await readStored<Preprocessing>(path, "preprocessing.json", { versions: [1, 2], faultOf }),
    manifest: await readStored<RunManifest>(path, "manifest.json", { versions: [1], faultOf: faultOfManifest }),
  };
}

/** Says anew what the run is: by itself, as when it goes on, or after all that it states. */
export const writeManifest = ({ path, manifest }: RunFolder): Promise<void> =>
  writeWhole(join(path, "manifest.json"), JSON.stringify(manifest, null, 1));

/** Removes what a process that was killed while writing left beside the files. */
export async function sweepRun(run: Pick<RunFolder, "path">): Promise<void> {
  // With types, a link counts as what it is: nothing is looked for behind one.
  for (const file of await readdir(run.path, { recursive: true, withFileTypes: true }))
    if (/\.[0-9a-f]{12}\.tmp$/.test(file.name)) await rm(entryPath(file), { force: true });
}

/** JSON has no infinity and no NaN. */
type StoredRecord = Omit<EpochRecord, "logs"> & { readonly logs: Readonly<Record<string, JsonNumber>> };
type Header = Omit<Snapshot, "weights" | "optimizer" | "kept" | "history" | "stage"> & {
  /** Trainings were of one stage when there was none. */
  readonly stage?: StageStart;
  readonly step: number;
  readonly kept: Readonly<Record<string, number>>;
  readonly history: readonly StoredRecord[];
};
const mapped = <A, B>(values: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));

/**
 * Weights, optimizer, callbacks and history in one file: one rename, so a killed run leaves the last whole checkpoint.
 */
export async function writeCheckpoint(run: RunFolder, { weights, optimizer, kept, ...rest }: Snapshot): Promise<void> {
  const arrays: Record<string, NdArray> = {};
  const put = (prefix: string, values: WeightValues): void => {
    for (const [name, array] of Object.entries(values)) arrays[`${prefix}:${name}`] = array;
  };
  put("weights", weights);
  put("optimizer", optimizer.values);
  for (const [place, { values }] of Object.entries(kept)) put(`kept${place}`, values);
  const epochs = Object.fromEntries(Object.entries(kept).map(([place, { epoch }]) => [place, epoch]));
  await writeArrays<Header>(join(run.path, "checkpoint.bin"), {
    header: {
      ...rest,
      history: rest.history.map((r) => ({ ...r, logs: mapped(r.logs, toJson) })),
      step: optimizer.step,
      kept: epochs,
    },
    arrays,
  });
  await writeWhole(join(run.path, "history.csv"), historyCsv(rest.history));
}

const stageForm = object({ place: count, epochs: count, steps: count, stopped: nullable(text) });

/** What is wrong with the header of a checkpoint, as the end of a sentence; null: nothing. */
function faultOfHeader(header: unknown, run: RunFolder): string | null {
  const { epoch, history, callbacks, step, kept, stage } = (header ?? {}) as { readonly [K in keyof Header]?: unknown };
  const whole = [epoch, step].every(Number.isInteger) && (step as number) >= 0 && (step as number) < 2 ** 31;
  if (!whole || !Array.isArray(history) || !Array.isArray(callbacks) || !kept) return "is no checkpoint";
  const isRecord = (record: unknown): boolean => {
    const { epoch, logs } = (record ?? {}) as { readonly epoch?: unknown; readonly logs?: unknown };
    return Number.isInteger(epoch) && typeof logs === "object" && logs !== null;
  };
  if (history.length !== epoch || !history.every(isRecord)) return "has a history that does not fit its epochs";
  if (stage !== undefined && (stageForm(stage, "it") !== null || (stage as StageStart).epochs > epoch))
    return "is of no stage of a training";
  const own = run.ir.training?.stages[((stage ?? FIRST_STAGE) as StageStart).place];
  if (!own) return "belongs to a training with more stages";
  return callbacks.length === own.callbacks.length ? null : "belongs to a training with other callbacks";
}

export async function readCheckpoint(run: RunFolder): Promise<Snapshot> {
  const file = join(run.path, "checkpoint.bin");
  const { header, arrays } = await readArrays(file);
  const fault = faultOfHeader(header, run);
  if (fault !== null) throw badRun(file, fault);
  const { step, kept, ...rest } = header as Header;
  const take = (prefix: string): WeightValues =>
    Object.fromEntries(
      Object.entries(arrays).flatMap(([name, array]) =>
        name.startsWith(`${prefix}:`) ? [[name.slice(prefix.length + 1), array]] : [],
      ),
    );
  const weights = take("weights");
  requireWeights(run, file, weights);
  return {
    ...rest,
    stage: rest.stage ?? FIRST_STAGE,
    history: rest.history.map((r) => ({ ...r, logs: mapped(r.logs, fromJson) })),
    weights,
    optimizer: { step, values: take("optimizer") },
    kept: Object.fromEntries(
      Object.entries(kept).map(([place, epoch]) => [place, { epoch, values: take(`kept${place}`) }]),
    ),
  };
}

/** The finished model, manifest and report. */
export async function finishRun(
  run: RunFolder,
  manifest: RunManifest,
  weights: WeightValues,
  history: readonly EpochRecord[],
): Promise<void> {
  await writeArrays(join(run.path, "model.bin"), { header: { model: manifest.model }, arrays: weights });
  await describeRun(run, manifest, history);
}

/** History, report and manifest, the manifest last: what it states is there. */
export async function describeRun(
  run: RunFolder,
  manifest: RunManifest,
  history: readonly EpochRecord[],
): Promise<void> {
  await Promise.all([
    writeWhole(join(run.path, "history.csv"), historyCsv(history)),
    writeWhole(join(run.path, "report.html"), reportHtml({ manifest, history, spec: run.spec, ir: run.ir })),
  ]);
  await writeManifest({ ...run, manifest });
}

/**
 * The model's weights: the final ones, or those of the last checkpoint of an unfinished run.
 * @throws Failure when neither is there, or the file is not of this model
 */
export async function readWeights(run: RunFolder): Promise<WeightValues> {
  const file = join(run.path, "model.bin");
  if (!(await exists(file))) {
    if (await exists(join(run.path, "checkpoint.bin"))) return (await readCheckpoint(run)).weights;
    throw badRun(run.path, "has no weights yet: the run was cut off before the end of its first epoch");
  }
  const { arrays } = await readArrays(file);
  requireWeights(run, file, arrays);
  return arrays;
}

/**
 * Weights that a run started from instead of drawing them: kept, so that it can begin again before its first
 * checkpoint.
 */
export const writeInitial = (run: Pick<RunFolder, "path" | "ir">, weights: WeightValues): Promise<void> =>
  writeArrays(join(run.path, "initial.bin"), { header: { model: run.ir.model.name }, arrays: weights });

export async function readInitial(run: Pick<RunFolder, "path" | "ir">): Promise<WeightValues | undefined> {
  const file = join(run.path, "initial.bin");
  if (!(await exists(file))) return undefined;
  const { arrays } = await readArrays(file);
  requireWeights(run, file, arrays);
  return arrays;
}

/** Compared before a model is built: what the IR states must not cost more memory than the file has bytes. */
function requireWeights(run: Pick<RunFolder, "ir">, file: string, weights: WeightValues): void {
  const [found, wanted] = [
    Object.values(weights).reduce((n, { data }) => n + data.length, 0),
    parametersOf(run.ir.model),
  ];
  if (found !== wanted) throw badRun(file, `holds ${found} weights, and the model beside it has ${wanted}`);
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
