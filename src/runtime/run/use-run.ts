import { rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import * as tf from "@tensorflow/tfjs";
import type { Logs } from "../../catalog/word.js";
import type { Ir } from "../../ir/ir.js";
import type { Dataset, NdArray, Rows } from "../data/dataset.js";
import { buildModel } from "../engine/build-model.js";
import { layersEngine, predictRows } from "../engine/layers-engine.js";
import { getWeights, setWeights } from "../engine/model-weights.js";
import { train, type TrainOptions, type Trained } from "../training/fit.js";
import { createRun, finishRun, openRun, readCheckpoint, readWeights, saveInRun, writeCheckpoint, type RunFolder, type RunManifest } from "./run-folder.js";

export interface TrainRunOptions extends Omit<TrainOptions, "checkpoint" | "save" | "resume"> {
  /** The folder to make, or (with `resume`) to go on in. */
  readonly folder: string;
  readonly resume?: boolean;
  readonly spec: string;
  readonly versions: Readonly<Record<string, string>>;
  /** What the data section's paths are relative to. */
  readonly dataFolder: string;
  readonly backend: string;
}

/**
 * Trains in a run folder, which holds a whole checkpoint after every epoch: a run that was cut off goes on to equal numbers.
 * @throws Failure when a resumed run was begun with other data
 */
export async function trainRun(ir: Ir, data: Dataset, { folder, resume = false, spec, versions, dataFolder, backend, ...options }: TrainRunOptions): Promise<Trained & { readonly run: RunFolder }> {
  const began = performance.now();
  const manifest: RunManifest = {
    version: 1, state: "running", model: ir.model.name, engine: "layers", backend, versions, seed: ir.seed, dataHash: data.hash,
    dataFolder: relative(resolve(folder), resolve(dataFolder)) || ".",
    rows: { train: data.train.rows, validation: data.validation?.rows ?? 0, test: data.test?.rows ?? 0 }, epochs: 0, ms: 0, stopped: null,
  }; // prettier-ignore
  const run = resume ? await openRun(folder) : await createRun(folder, spec, ir, data, manifest);
  requireSameData(run, data);
  const from = resume ? await readCheckpoint(run) : null;
  await rm(join(folder, "model.bin"), { force: true }); // of an earlier end: from now on the checkpoint counts
  const result = await train(run.ir, data, {
    ...options,
    resume: from,
    checkpoint: (snapshot) => writeCheckpoint(run, snapshot),
    save: (path, weights) => saveInRun(run, path, weights),
  });
  const ms = performance.now() - began;
  if (!result.aborted) {
    const done: RunManifest = { ...run.manifest, state: "finished", epochs: result.history.length, ms: run.manifest.ms + ms, stopped: result.stopped };
    await finishRun(run, done, await getWeights(result.model), result.history);
  }
  options.onEvent?.({ event: "end", epochs: result.history.length, ms, run: folder });
  return { ...result, run };
}

/** @throws Failure when the data are not those that the run was begun with */
export function requireSameData(run: RunFolder, data: Pick<Dataset, "hash">): void {
  if (data.hash === run.manifest.dataHash) return;
  const source = run.ir.data?.source.format === "sql" ? "the query's result" : (run.ir.data?.source.path ?? "the data");
  throw new Failure(
    "runtime/data-changed",
    `${source} is not what the run ${run.path} was trained on: its content has changed`,
    "put the data back as they were, give the rows to use with --data, or train again",
  );
}

/** Loss, penalty and metrics of a run's model on rows prepared by its own preprocessing. */
export async function evaluateRun(run: RunFolder, rows: Rows): Promise<Logs> {
  const { ir } = run;
  if (!ir.training) throw new Error(`${ir.model.name} has no train block: there is no loss to evaluate`);
  const { optimizer, loss, loss_weights: lossWeights, metrics, batch_size: batchSize } = ir.training;
  return withModel(run, async (model) => {
    const engine = layersEngine(model, ir.model.outputs.map((o) => o.name), { optimizer, loss, lossWeights, metrics }, rows);
    try {
      return await engine.evaluate(rows, batchSize);
    } finally {
      await engine.dispose();
    }
  });
}

/** Predictions of a run's model, by output name. */
export const predictRun = (run: RunFolder, rows: Pick<Rows, "rows" | "inputs">): Promise<Readonly<Record<string, NdArray>>> =>
  withModel(run, (model) => predictRows(model, run.ir.model.outputs.map((o) => o.name), rows, run.ir.training?.batch_size ?? 32));

async function withModel<T>(run: RunFolder, work: (model: tf.LayersModel) => Promise<T>): Promise<T> {
  const model = buildModel(run.ir);
  try {
    setWeights(model, await readWeights(run));
    return await work(model);
  } finally {
    model.dispose();
  }
}
