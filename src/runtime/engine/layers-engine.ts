import * as tf from "@tensorflow/tfjs";
import type { Logs } from "../../catalog/word.js";
import type { NdArray, Rows } from "../data/dataset.js";
import { batchOf } from "./batches.js";
import { breathe } from "./breathe.js";
import type { Engine, EpochPlan, EpochResult, Objective } from "./engine.js";
import { inOrder } from "./in-order.js";
import type { StepContext } from "./layer.js";
import { LayersSteps } from "./layers-steps.js";
import { getWeights, setWeights } from "./model-weights.js";
import { runGraph } from "./run-graph.js";
import { tfjsOps } from "./tfjs-ops.js";
import { requireGradients } from "./wasm-gradients.js";

/**
 * Trains any layers model eagerly on the current TensorFlow.js back end. Its loss is Keras's: the weighted losses of
 * the outputs, the penalties on weights (each layer once, frozen ones not) and on activities, the same in training and
 * in evaluation. `stepsBefore`: steps of earlier stages, from which random draws go on.
 */
export function layersEngine(
  model: tf.LayersModel,
  outputNames: readonly string[],
  objective: Objective,
  train: Rows,
  stepsBefore = 0,
): Engine {
  const steps = new LayersSteps(model, outputNames, objective, stepsBefore);
  const { weights, optimizer } = steps;
  return {
    parameters: weights.reduce((n, w) => n + w.variable.size, 0),

    async epoch(plan: EpochPlan): Promise<EpochResult> {
      requireGradients(model);
      const logs = steps.newLogs();
      const { order, batchSize } = plan;
      const last = plan.rows ?? order.length;
      let done = 0;
      let notFiniteAt: number | null = null;
      let waited = performance.now();
      try {
        while (done < last && notFiniteAt === null && !plan.signal?.aborted) {
          const end = Math.min(done + batchSize, last);
          if (!steps.train({ data: train, order, begin: done, end }, plan.learningRate, logs))
            notFiniteAt = optimizer.step + 1;
          done = end;
          plan.onBatch?.(done, last);
          waited = await breathe(waited);
        }
        return { logs: await logs.result(), rows: done, notFiniteAt, aborted: done < last && notFiniteAt === null };
      } finally {
        logs.dispose();
      }
    },

    evaluate: (data, batchSize, signal) => evaluated(steps, data, batchSize, signal),

    predict: (data, batchSize) => predictRows(model, outputNames, data, batchSize),

    getWeights: () => getWeights(model),
    setWeights: async (values) => setWeights(model, values),
    getOptimizer: () => optimizer.state(),
    setOptimizer: async (state) => optimizer.restore(state),
    finish: async () => optimizer.finish(),
    dispose: async () => optimizer.dispose(),
  };
}

/** Logs of one pass without training. */
async function evaluated(steps: LayersSteps, data: Rows, batchSize: number, signal?: AbortSignal): Promise<Logs> {
  const logs = steps.newLogs();
  const order = inOrder(data.rows);
  let waited = performance.now();
  try {
    for (let begin = 0; begin < data.rows; begin += batchSize) {
      signal?.throwIfAborted();
      steps.evaluate({ data, order, begin, end: Math.min(begin + batchSize, data.rows) }, logs);
      waited = await breathe(waited);
    }
    return await logs.result();
  } finally {
    logs.dispose();
  }
}

/** Predictions for rows, by output name, batch by batch. */
export async function predictRows(
  model: tf.LayersModel,
  outputNames: readonly string[],
  data: Pick<Rows, "rows" | "inputs">,
  batchSize: number,
): Promise<Readonly<Record<string, NdArray>>> {
  let rows = 0;
  const ops = tfjsOps(tf, { step: () => 0, rows: () => rows });
  const context: StepContext = {
    ops,
    training: false,
    addLoss: () => undefined,
    assign: () => undefined,
    assigned: () => undefined,
  };
  const inputNames = model.inputs.map((input) => input.sourceLayer.name);
  const order = inOrder(data.rows);
  const parts: { data: Float32Array[]; shape: readonly number[] }[] = outputNames.map(() => ({ data: [], shape: [0] }));
  let waited = performance.now();
  for (let begin = 0; begin < data.rows; begin += batchSize) {
    const end = Math.min(begin + batchSize, data.rows);
    tf.tidy(() => {
      rows = end - begin;
      const batch = batchOf({ ...data, targets: {}, weights: null }, inputNames, order, begin, end);
      runGraph(model, batch.inputs, context).outputs.forEach((output, i) => {
        parts[i]!.data.push(Float32Array.from(output.dataSync()));
        parts[i]!.shape = output.shape.slice(1);
      });
    });
    waited = await breathe(waited);
  }
  return Object.fromEntries(
    outputNames.map((name, i) => [name, { data: joined(parts[i]!.data), shape: [data.rows, ...parts[i]!.shape] }]),
  );
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
