import { join } from "node:path";
import { foldIr, trainingsOf } from "../../ir/folds.js";
import { epochsOf } from "../../ir/stages.js";
import type { Ir } from "../../ir/ir.js";
import type { Dataset, Folds, Rows } from "../data/index.js";
import type { EngineChoice } from "../engine/choose-engine.js";
import type { InferenceMaker } from "../engine/inference.js";
import type { WeightValues } from "../engine/model-weights.js";
import { ofFold } from "../training/events.js";
import type { EpochRecord } from "../training/snapshot.js";
import { spreadOf, type Spread } from "./fold-scores.js";
import {
  foldFolder,
  readFolds,
  writeFoldHistory,
  writeFolds,
  type FoldResult,
  type FoldsManifest,
} from "./folds-folder.js";
import { makeFolder } from "./make-folder.js";
import {
  exists,
  openRun,
  readCheckpoint,
  readInitial,
  requireFreeFolder,
  sweepRun,
  writeInitial,
  writeSpec,
  type RunFolder,
} from "./run-folder.js";
import { readStoredIr } from "./read-stored.js";
import { alone } from "./run-lock.js";
import { settle, type AskedSettings, type RunSettings } from "./run-settings.js";
import { foldsReportHtml } from "./report/folds-report.js";
import { requireSameEngine } from "./same-engine.js";
import { writeWhole } from "./write-whole.js";
import { evaluateRun, requireSameData, requireSameTask, trainRun, type TrainRunOptions } from "./use-run.js";

export interface TrainFoldsOptions extends TrainRunOptions {
  /** What judges each fold's model, as in `evaluateRun`. Default: the layers engine. */
  readonly inference?: EngineChoice | InferenceMaker;
}

export interface TrainedFolds extends Spread {
  readonly folder: string;
  /** Of the folds that are through. */
  readonly results: readonly FoldResult[];
  /** A loss was no finite number in one of them. */
  readonly diverged: boolean;
  readonly aborted: boolean;
}

/**
 * Trains each of several folds from the same beginning, in a run folder of its own inside the run folder; that one
 * holds what they came to. A run that was cut off goes on in the fold it was in, to equal numbers.
 * @throws Failure and the signal's reason, as `trainRun`
 */
export async function trainFolds(ir: Ir, data: Folds, options: TrainFoldsOptions): Promise<TrainedFolds> {
  const { folder, resume = false } = options;
  if (!resume) {
    settle(ir, options, undefined); // refuses what cannot be kept, before there is a folder
    await makeFolder(folder);
  }
  return alone(folder, () => foldsAlone(ir, data, options));
}

/** A run of several folds, begun or gone on with. */
interface Begun {
  readonly task: Ir;
  readonly manifest: FoldsManifest;
  /** Instead of drawing them; the same for each. */
  readonly weights: WeightValues | undefined;
}

async function foldsAlone(ir: Ir, data: Folds, options: TrainFoldsOptions): Promise<TrainedFolds> {
  const began = performance.now();
  const { folder, onEvent } = options;
  const begun = options.resume ? await takenUp(ir, data.hash, options) : await newFolds(ir, data.hash, options);
  const histories = new Map<number, readonly EpochRecord[]>();
  const results: FoldResult[] = [];
  const done = { aborted: false, diverged: false, epochs: 0 };
  const write = async (state: FoldsManifest["state"]): Promise<void> => {
    const ms = begun.manifest.ms + performance.now() - began;
    const manifest: FoldsManifest = { ...begun.manifest, state, ms, results };
    const spread = spreadOf(results.map((result) => result.logs));
    await writeFoldHistory(folder, histories);
    await writeWhole(join(folder, "report.html"), foldsReportHtml({ manifest, spec: options.spec, ...spread }));
    await writeFolds(folder, manifest);
  };
  for (let place = 0; place < begun.manifest.folds && !done.aborted; place++) {
    const fold = await oneFold(begun, place, data, options).catch(async (error: unknown) => {
      if (options.signal?.aborted) await write("interrupted");
      throw error;
    });
    histories.set(place + 1, fold.history);
    done.epochs += fold.history.length;
    done.diverged ||= fold.diverged;
    if (fold.result === null) done.aborted = true;
    else results.push(fold.result);
    await write(done.aborted ? "interrupted" : results.length === begun.manifest.folds ? "finished" : "running");
  }
  const spread = spreadOf(results.map((result) => result.logs));
  if (!done.aborted) onEvent?.({ event: "folds", folds: results.length, ...spread });
  onEvent?.({ event: "end", epochs: done.epochs, ms: performance.now() - began, run: folder });
  return { folder, results, ...spread, diverged: done.diverged, aborted: done.aborted };
}

/** A run that begins now; its manifest comes last. */
async function newFolds(ir: Ir, hash: string, options: TrainFoldsOptions): Promise<Begun> {
  const { folder, spec, versions, backend, engineName: engine, weights } = options;
  const { task, settings } = settle(ir, options, undefined);
  const manifest: FoldsManifest = {
    version: 1,
    state: "running",
    model: ir.model.name,
    engine,
    backend,
    versions,
    seed: ir.seed,
    dataHash: hash,
    ms: 0,
    folds: trainingsOf(ir),
    settings,
    results: [],
  };
  await requireFreeFolder(folder);
  if (weights) await writeInitial({ path: folder, ir }, weights);
  await writeSpec({ path: folder, spec, ir: task });
  await writeFolds(folder, manifest);
  return { task, manifest, weights };
}

/** @throws Failure when spec, data or engine are not those of its beginning */
async function takenUp(ir: Ir, hash: string, options: TrainFoldsOptions): Promise<Begun> {
  const { folder, engineName: engine, backend, jit, threads } = options;
  const manifest = await readFolds(folder);
  const begun = await readStoredIr(folder);
  const { task, settings } = settle(ir, options, manifest.settings);
  requireSameEngine({ path: folder, manifest }, { engine, backend, jit, threads });
  requireSameTask({ path: folder, ir: begun }, task);
  await sweepRun({ path: folder });
  requireSameData({ path: folder, ir: begun, manifest }, hash);
  return { task, manifest: { ...manifest, settings }, weights: await readInitial({ path: folder, ir: begun }) };
}

/** What a fold has come to; no result: it was interrupted. */
interface Fold {
  readonly result: FoldResult | null;
  readonly history: readonly EpochRecord[];
  readonly diverged: boolean;
}

async function oneFold(begun: Begun, place: number, folds: Folds, options: TrainFoldsOptions): Promise<Fold> {
  const fold = place + 1;
  const { manifest, weights } = begun;
  const path = foldFolder(options.folder, fold);
  const own = foldIr(begun.task, place);
  const there = (await exists(join(path, "manifest.json"))) ? await openRun(path) : null;
  const known = manifest.results.find((result) => result.fold === fold);
  if (there && known && isThrough(there, own))
    return { result: known, history: await historyOf(there), diverged: known.diverged };
  const data = await folds.dataset(place, there?.preprocessing);
  const { onEvent } = options;
  const counts = rowsOf(data);
  onEvent?.({ event: "fold", fold, of: manifest.folds, rows: counts, run: path });
  const trained = await trainRun(own, data, {
    ...options,
    ...askedOf(manifest.settings),
    folder: path,
    resume: there !== null,
    ...(weights && { weights }),
    ...(onEvent && { onEvent: (event) => onEvent(ofFold(fold, event)) }),
  });
  const { history, stopped, diverged, aborted } = trained;
  if (aborted) return { result: null, history, diverged };
  const logs = await evaluateRun(trained.run, data.validation!, { engine: options.inference ?? "layers" });
  onEvent?.({ event: "fold_end", fold, logs });
  return { result: { fold, rows: counts, epochs: history.length, stopped, diverged, logs }, history, diverged };
}

/** Of a run that diverged in its first epoch there is no checkpoint. */
const historyOf = async (run: RunFolder): Promise<readonly EpochRecord[]> =>
  (await exists(join(run.path, "checkpoint.bin"))) ? (await readCheckpoint(run)).history : [];

/** Nothing more is asked of it. */
const isThrough = ({ manifest, ir }: RunFolder, own: Ir): boolean =>
  manifest.state === "finished" && epochsOf(ir.training!) === epochsOf(own.training!);

/** The settings of the beginning, for each fold. */
const askedOf = ({ jit, threads, epochs, seed, shuffle }: RunSettings): AskedSettings => ({
  jit,
  ...(threads !== null && { threads }),
  ...(epochs !== null && { epochs }),
  ...(seed !== null && { seed }),
  ...(shuffle !== null && { shuffle }),
});

const rowsOf = ({ train, validation, test }: Dataset): FoldResult["rows"] => {
  const counted = (rows: Rows | null): number => rows?.rows ?? 0;
  return { train: train.rows, validation: counted(validation), test: counted(test) };
};
