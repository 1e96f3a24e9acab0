import { join, relative, resolve } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import type { Logs } from "../../catalog/word.js";
import type { Ir, StageIr } from "../../ir/ir.js";
import { trainingsOf } from "../../ir/folds.js";
import { lastStage } from "../../ir/stages.js";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { hashSource, loadDataset, type Dataset, type NdArray, type Rows } from "../data/index.js";
import { requireIndices } from "../data/require-indices.js";
import { chooseInference, PREDICTION_BATCH, type ChooseOptions, type EngineChoice } from "../engine/choose-engine.js";
import type { Inference, InferenceMaker } from "../engine/inference.js";
import type { WeightValues } from "../engine/model-weights.js";
import { objectiveOf } from "../engine/objective-of.js";
import type { EngineMaker, TrainOptions } from "../training/fit.js";
import { trainOn, type TrainedWeights } from "../training/train-on.js";
import type { EpochRecord, Snapshot } from "../training/snapshot.js";
import { checkpoints } from "./checkpoints.js";
import {
  createRun,
  describeRun,
  exists,
  finishRun,
  openRun,
  readCheckpoint,
  readInitial,
  readWeights,
  sweepRun,
  writeManifest,
  type RunFolder,
  type RunManifest,
} from "./run-folder.js";
import { makeFolder } from "./make-folder.js";
import { alone } from "./run-lock.js";
import { badRun } from "./read-stored.js";
import { settle, type AskedSettings, type RunSettings } from "./run-settings.js";
import { requireSameEngine } from "./same-engine.js";
import { appendInRun, saveInRun } from "./save-in-run.js";
import { isSameTask } from "./same-task.js";

/**
 * `jit` and `threads` are those that `engine` was made with, `seed` one that the IR was checked with instead of the
 * spec's. With `resume` what is left out is as in the beginning; the engine has to be made with `jit` and `threads` of
 * the manifest's `settings`.
 */
export interface TrainRunOptions
  extends Omit<TrainOptions, "checkpoint" | "save" | "append" | "resume">, AskedSettings {
  /** The folder to make, or (with `resume`) to go on in. */
  readonly folder: string;
  readonly resume?: boolean;
  readonly spec: string;
  readonly versions: Readonly<Record<string, string>>;
  /** What the data section's paths are relative to. */
  readonly dataFolder: string;
  readonly backend: string;
  /** For the manifest; `engine` is what trains, without it the layers engine on the current TensorFlow.js back end. */
  readonly engineName: string;
}

export interface TrainedRun extends TrainedWeights {
  readonly run: RunFolder;
}

/**
 * Trains in a run folder, which always holds a whole checkpoint: a run that was cut off goes on to equal numbers. One
 * process works in a folder at a time.
 * @throws Failure when a resumed run was begun with another spec, other data or another engine, when another process
 *   trains there, or an index has no entry; the signal's reason when it asks to stop before there is an engine
 */
export async function trainRun(ir: Ir, data: Dataset, options: TrainRunOptions): Promise<TrainedRun> {
  const { folder, resume = false } = options;
  if (trainingsOf(ir) > 1) throw new Error("trainRun trains once, and the IR asks for several folds: use trainFolds");
  for (const rows of [data.train, data.validation, data.test]) if (rows) requireIndices(ir.model, rows);
  if (!resume) {
    settle(ir, options, undefined); // refuses what cannot be kept, before there is a folder
    await makeFolder(folder);
  } else if (!(await exists(join(folder, "manifest.json")))) await openRun(folder); // says what is missing
  return alone(folder, () => trainAlone(ir, data, options));
}

async function trainAlone(ir: Ir, data: Dataset, given: TrainRunOptions): Promise<TrainedRun> {
  const began = performance.now();
  const { folder, resume = false, ...options } = given;
  const begun = resume ? await openRun(folder) : null;
  const { task, settings } = settle(ir, options, begun?.manifest.settings);
  const { run, from, weights } = begun
    ? await takenUp(begun, task, data, given, settings)
    : { run: await newRun(task, data, given, settings), from: null, weights: options.weights };
  /** In order, to be gone on with. A run that was finished and got no new epoch is so still. */
  const leave = (history: readonly EpochRecord[], ms = 0, stopped: string | null = null): Promise<void> =>
    begun?.manifest.state === "finished" && history.length === begun.manifest.epochs
      ? writeManifest(begun)
      : describeRun(run, endedManifest(run, "interrupted", { history, stopped }, ms), history);
  const { write, written } = checkpoints(run);
  const maker = options.engine ?? (await layers()).layersMaker(run.ir);
  // XLA compiles where it did in the beginning, however many epochs it is now.
  const asBegun: EngineMaker = (t) => maker({ ...t, epochs: plannedEpochs(run.ir, settings) ?? t.epochs });
  const result = await trainOn(asBegun, { ...run.ir, training: task.training }, data, {
    ...options,
    ...(weights && { weights }),
    resume: from,
    checkpoint: write,
    save: (path, values, weightsOnly, epoch) => saveInRun(run, path, values, weightsOnly, epoch),
    append: (path, text, at) => appendInRun(run, path, text, at),
  }).catch(async (error: unknown) => {
    await written().catch(() => undefined); // the first error counts
    if (options.signal?.aborted && error === options.signal.reason) await leave(from?.history ?? []);
    // What a checkpoint does not fit is found while it is taken over; anything else is not the folder's fault.
    if (from !== null && error instanceof Failure && error.code === "runtime/other-optimizer")
      throw badRun(join(folder, "checkpoint.bin"), "is not of this model and optimizer");
    throw error;
  });
  await written();
  const ms = performance.now() - began;
  if (result.aborted) await leave(result.history, ms, result.stopped);
  else await finishRun(run, endedManifest(run, "finished", result, ms), result.weights, result.history);
  options.onEvent?.({ event: "end", epochs: result.history.length, ms, run: folder });
  return { ...result, run };
}

/** Of a training in one stage, whose epochs may be others later. */
const plannedEpochs = ({ training }: Ir, { planned }: RunSettings): number | null =>
  training?.stages.length === 1 ? planned : null;

/** A run that begins now. */
function newRun(ir: Ir, data: Dataset, options: TrainRunOptions, settings: RunSettings): Promise<RunFolder> {
  const { folder, spec, versions, dataFolder, backend, engineName } = options;
  const manifest: RunManifest = {
    version: 1,
    state: "running",
    model: ir.model.name,
    engine: engineName,
    backend,
    versions,
    seed: ir.seed,
    dataHash: data.hash,
    dataFolder: relative(resolve(folder), resolve(dataFolder)) || ".",
    rows: { train: data.train.rows, validation: data.validation?.rows ?? 0, test: data.test?.rows ?? 0 },
    epochs: 0,
    ms: 0,
    stopped: null,
    settings,
  };
  return createRun({ path: folder, ir, spec, preprocessing: data.preprocessing, manifest }, options.weights);
}

/** What a training starts from. */
interface Start {
  readonly run: RunFolder;
  readonly from: Snapshot | null;
  readonly weights: WeightValues | undefined;
}

/**
 * A run that goes on, by the checkpoint in its folder. Killed in its first epoch, it has none yet and begins again.
 * @throws Failure when spec, data, their encoding or the engine are not those of its beginning
 */
async function takenUp(
  begun: RunFolder,
  task: Ir,
  data: Dataset,
  { backend, engineName, jit, threads }: TrainRunOptions,
  settings: RunSettings,
): Promise<Start> {
  const run: RunFolder = { ...begun, manifest: { ...begun.manifest, state: "running", settings } };
  requireSameEngine(begun, { engine: engineName, backend, jit, threads });
  requireSameTask(run, task);
  requireSameData(run, data.hash);
  requireSamePreprocessing(run, data);
  await sweepRun(run);
  const from = (await exists(join(run.path, "checkpoint.bin"))) ? await readCheckpoint(run) : null;
  const weights = await readInitial(run);
  await writeManifest(run);
  return { run, from, weights };
}

/** After `ms` more of work. */
const endedManifest = (
  { manifest }: RunFolder,
  state: RunManifest["state"],
  { history, stopped }: Pick<TrainedWeights, "history" | "stopped">,
  ms: number,
): RunManifest => ({ ...manifest, state, epochs: history.length, ms: manifest.ms + ms, stopped });

/**
 * @throws Failure when the spec says something else than the run was begun with; more or fewer epochs are no difference
 */
export function requireSameTask(run: Pick<RunFolder, "path" | "ir">, ir: Ir): void {
  if (isSameTask(run.ir, ir)) return;
  throw new Failure(
    "runtime/spec-changed",
    runtimeCodes["runtime/spec-changed"].message({ run: run.path }),
    "train anew without --resume, or resume with the spec, the seed and the flags of the beginning (the spec lies " +
      "in the run folder)",
  );
}

/** @throws Failure when the data are not those that the run was begun with */
export function requireSameData(
  run: Pick<RunFolder, "path" | "ir"> & { readonly manifest: Pick<RunManifest, "dataHash"> },
  hash: string,
): void {
  if (hash === run.manifest.dataHash) return;
  const source = run.ir.data?.source.format === "sql" ? "the query's result" : (run.ir.data?.source.path ?? "the data");
  throw new Failure(
    "runtime/data-changed",
    runtimeCodes["runtime/data-changed"].message({ source, run: run.path }),
    "put the data back as they were, give the rows to use with --data, or train again",
  );
}

/** @throws Failure when the rows were encoded otherwise than in the beginning, as an earlier version of regnet did */
function requireSamePreprocessing(run: RunFolder, { preprocessing }: Dataset): void {
  if (JSON.stringify(preprocessing) === JSON.stringify(run.preprocessing)) return;
  throw new Failure(
    "runtime/other-preprocessing",
    runtimeCodes["runtime/other-preprocessing"].message({ run: run.path }),
    "load the data with the option preprocessing: run.preprocessing",
  );
}

/**
 * The data a run was trained on, split again as in training. Files are compared with the run's hash before they are
 * read as data: a run folder from somewhere else can name any path, and so learns and shows nothing of files that it
 * does not already know.
 * @throws Failure when the data are not there or have changed
 */
export async function dataOfRun(run: RunFolder): Promise<Dataset> {
  const { data, model } = run.ir;
  if (data === null)
    throw new Failure(
      "runtime/no-rows",
      runtimeCodes["runtime/no-rows"].message({ run: run.path }),
      "give the rows with --data FILE",
    );
  const options = { baseDir: resolve(run.path, run.manifest.dataFolder) };
  requireSameData(run, await hashSource(data.source, options));
  return loadDataset(data, model, { ...options, preprocessing: run.preprocessing });
}

export interface UseOptions extends ChooseOptions {
  /**
   * "auto" (the default): the graph engine where there is a native library and every word can be compiled, else the
   * layers engine on the current TensorFlow.js back end. Or what `chooseInference` or `chooseEngine` chose.
   */
  readonly engine?: EngineChoice | InferenceMaker | null;
}

/** Loss, penalty and metrics of a run's model on rows prepared by its own preprocessing. */
export async function evaluateRun(run: RunFolder, rows: Rows, options: UseOptions = {}): Promise<Logs> {
  const { training, model } = run.ir;
  if (!training) throw new Error(`${model.name} has no train block: there is no loss to evaluate`);
  return withInference(run, rows, options, (inference) => inference.evaluate(rows, lastStage(training).batch_size));
}

/** Predictions of a run's model, by output name. */
export const predictRun = (
  run: RunFolder,
  rows: Pick<Rows, "rows" | "inputs">,
  options: UseOptions = {},
): Promise<Readonly<Record<string, NdArray>>> =>
  withInference(run, { rows: rows.rows, inputs: rows.inputs }, options, (inference) =>
    inference.predict(rows, stageOf(run)?.batch_size ?? PREDICTION_BATCH),
  );

/** The stage that its model is evaluated by. */
const stageOf = ({ ir }: RunFolder): StageIr | null => ir.training && lastStage(ir.training);

async function withInference<T>(
  run: RunFolder,
  rows: Rows | Pick<Rows, "rows" | "inputs">,
  { engine = "auto", ...options }: UseOptions,
  work: (inference: Inference) => Promise<T>,
): Promise<T> {
  requireIndices(run.ir.model, rows);
  const weights = await readWeights(run);
  requireFitting(run, weights);
  const chosen = typeof engine === "string" ? (await chooseInference(engine, run.ir, rows, options)).maker : engine;
  const make = chosen ?? (await layers()).layersInference(run.ir);
  const stage = stageOf(run);
  const inference = await make({ objective: stage && objectiveOf(stage), weights });
  try {
    return await work(inference);
  } finally {
    await inference.dispose();
  }
}

/** @throws Failure when the stored weights are not those of the model in the folder, by name and shape */
function requireFitting(run: RunFolder, weights: WeightValues): void {
  const wanted = run.ir.model.layers.flatMap((layer) =>
    layer.weights.map(({ name, shape }) => `${layer.name}/${name} [${shape.join(", ")}]`),
  );
  const found = new Set(Object.entries(weights).map(([name, { shape }]) => `${name} [${shape.join(", ")}]`));
  const missing = wanted.find((weight) => !found.has(weight));
  if (missing !== undefined || found.size !== wanted.length)
    throw badRun(run.path, `has weights of another model: ${missing ?? "some"} should be there and is not`);
}

/** Loaded when it runs: TensorFlow.js is most of what a short command would wait for. */
const layers = () => import("../engine/layers-maker.js");
