import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { Logs } from "../../catalog/word.js";
import type { Ir } from "../../ir/ir.js";
import type { Dataset, NdArray, Rows } from "../data/dataset.js";
import { buildModel } from "../engine/build-model.js";
import { layersEngine, predictRows } from "../engine/layers-engine.js";
import { getWeights, setWeights } from "../engine/model-weights.js";
import { train, type TrainOptions, type Trained } from "../training/fit.js";
import { createRun, finishRun, openRun, readCheckpoint, readWeights, saveInRun, writeCheckpoint, type RunFolder } from "./run-folder.js";

export interface TrainRunOptions extends Omit<TrainOptions, "checkpoint" | "save" | "resume"> {
  /** The folder to make, or (with `resume`) to go on in. */
  readonly folder: string;
  readonly resume?: boolean;
  readonly spec: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** Trains in a run folder, which holds a whole checkpoint after every epoch. */
export async function trainRun(ir: Ir, data: Dataset, { folder, resume = false, spec, versions, ...options }: TrainRunOptions): Promise<Trained & { readonly run: RunFolder }> {
  const began = performance.now();
  const run = resume ? await openRun(folder) : await createRun(folder, spec, ir, data);
  const from = resume ? await readCheckpoint(run) : null;
  await rm(join(folder, "model.bin"), { force: true }); // of an earlier end: from now on the checkpoint counts
  const result = await train(run.ir, data, {
    ...options,
    resume: from,
    checkpoint: (snapshot) => writeCheckpoint(run, snapshot),
    save: (path, weights) => saveInRun(run, path, weights),
  });
  const ms = performance.now() - began;
  const manifest = {
    version: 1 as const, model: ir.model.name, engine: "layers", backend: tf.getBackend(), versions, seed: ir.seed, dataHash: data.hash,
    epochs: result.history.length, ms, stopped: result.stopped,
  }; // prettier-ignore
  await finishRun(run, manifest, await getWeights(result.model), result.history);
  options.onEvent?.({ event: "end", epochs: result.history.length, ms, run: folder });
  return { ...result, run };
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
