import * as tf from "@tensorflow/tfjs";
import { hasSettableRate, learningRateAt } from "../../catalog/training/apply-gradients.js";
import type { Logs } from "../../catalog/word.js";
import type { NdArray, Rows } from "../data/dataset.js";
import { batchOf, type Batch } from "./batches.js";
import { breathe } from "./breathe.js";
import type { Engine, EpochPlan, EpochResult, Objective } from "./engine.js";
import { inOrder } from "./in-order.js";
import type { StepContext } from "./layer.js";
import { getWeights, modelWeights, setWeights, weightPenalties } from "./model-weights.js";
import { lossNames, numberNames, objectiveNumbers } from "./objective-numbers.js";
import { OptimizerSlots } from "./optimizer-state.js";
import { runGraph } from "./run-graph.js";
import { RunningLogs, type OutputBatch } from "./running-logs.js";
import { tfjsOps } from "./tfjs-ops.js";
import { requireGradients } from "./wasm-gradients.js";

/**
 * Trains any layers model eagerly on the current TensorFlow.js back end. Its loss is Keras's: the weighted losses of
 * the outputs, the penalties on weights (each layer once, frozen ones not) and on activities, the same in training and
 * in evaluation.
 */
export function layersEngine(
  model: tf.LayersModel,
  outputNames: readonly string[],
  objective: Objective,
  train: Rows,
): Engine {
  let step = 0;
  let rows = 0;
  const ops = tfjsOps(tf, { step: () => step, rows: () => rows });
  const inputNames = model.inputs.map((input) => input.sourceLayer.name);
  const outputs = outputNames.map((name, i) => ({ name, shape: model.outputs[i]!.shape }));
  const losses = lossNames(outputNames, objective);
  const weights = modelWeights(model);
  const trained = weights.filter((w) => w.trainable);
  const optimizer = new OptimizerSlots(ops, objective.optimizer, trained);

  /** Forward pass and total loss. What outlives the gradient is kept and handed to `keep`. */
  const forward = (batch: Batch, training: boolean, keep: Kept | null): tf.Scalar => {
    rows = batch.rows;
    const activity: tf.Tensor[] = [];
    const assigned = new Map<tf.LayerVariable, tf.Tensor>();
    const context: StepContext = {
      ops,
      training,
      addLoss: (v) => activity.push(v),
      assign: (variable, v) => assigned.set(variable, v),
      assigned: (variable) => assigned.get(variable),
    };
    const result = runGraph(model, batch.inputs, context);
    const byName = Object.fromEntries(
      outputNames.map((name, i) => [name, { value: result.outputs[i]!, mask: result.masks[i]! }]),
    );
    const numbers = objectiveNumbers(ops, objective, losses, {
      outputs: byName,
      targets: batch.targets,
      weights: batch.weights,
      penalties: [...weightPenalties(model), ...activity],
    }) as unknown as readonly tf.Scalar[];
    if (keep) {
      keep.numbers = tf.keep(tf.stack([...numbers]));
      for (const [name, { value: prediction, mask }] of Object.entries(byName))
        if (objective.metrics[name]?.length && batch.targets[name])
          keep.outputs[name] = {
            target: tf.keep(tf.clone(batch.targets[name])),
            prediction: tf.keep(tf.clone(prediction)),
            mask: mask && tf.keep(tf.clone(mask)),
          };
      for (const [variable, value] of assigned) keep.assigned.push([variable, tf.keep(tf.clone(value))]);
    }
    return numbers[0]!;
  };

  /** Loss numbers under Keras's names. */
  const named = (numbers: ArrayLike<number>): Logs => {
    const [loss, penalty, ...own] = numberNames(losses).map((name, i) => [name, numbers[i]!] as const);
    return Object.fromEntries([loss!, ...own, penalty!]);
  };

  /** One optimizer step; false when the loss is no finite number, and then nothing was changed. */
  const trainBatch = (
    order: Int32Array,
    begin: number,
    end: number,
    learningRate: number | null,
    logs: RunningLogs,
  ): boolean => {
    const keep: Kept = { numbers: null, outputs: {}, assigned: [] };
    try {
      return tf.tidy(() => {
        const batch = batchOf(train, inputNames, order, begin, end);
        step = optimizer.step;
        const gradients = gradientsOf(
          () => forward(batch, true, keep),
          trained.map((w) => w.variable),
        );
        const numbers = keep.numbers!.dataSync();
        if (!Number.isFinite(numbers[0])) return false;
        const byName = trained.flatMap((w) =>
          gradients[w.variable.name] ? [[w.name, gradients[w.variable.name]!] as const] : [],
        );
        const rate =
          learningRate !== null && hasSettableRate(objective.optimizer)
            ? learningRate
            : learningRateAt(objective.optimizer, optimizer.step);
        optimizer.apply(Object.fromEntries(byName), rate);
        const variables = new Map(weights.map((w) => [w.layerVariable, w.variable]));
        for (const [variable, value] of keep.assigned) variables.get(variable)!.assign(tf.clone(value));
        logs.addMeans(named(numbers), end - begin);
        logs.addMetrics(keep.outputs);
        return true;
      });
    } finally {
      discard(keep);
    }
  };

  return {
    parameters: weights.reduce((n, w) => n + w.variable.size, 0),

    async epoch(plan: EpochPlan): Promise<EpochResult> {
      requireGradients(model);
      const logs = new RunningLogs(ops, objective.metrics, outputs);
      const { order, batchSize } = plan;
      const last = plan.rows ?? order.length;
      let done = 0;
      let notFiniteAt: number | null = null;
      let waited = performance.now();
      try {
        while (done < last && notFiniteAt === null && !plan.signal?.aborted) {
          const end = Math.min(done + batchSize, last);
          if (!trainBatch(order, done, end, plan.learningRate, logs)) notFiniteAt = optimizer.step + 1;
          done = end;
          plan.onBatch?.(done, last);
          waited = await breathe(waited);
        }
        return { logs: await logs.result(), rows: done, notFiniteAt, aborted: done < last && notFiniteAt === null };
      } finally {
        logs.dispose();
      }
    },

    async evaluate(data: Rows, batchSize: number, signal?: AbortSignal): Promise<Logs> {
      const logs = new RunningLogs(ops, objective.metrics, outputs);
      const order = inOrder(data.rows);
      let waited = performance.now();
      try {
        for (let begin = 0; begin < data.rows; begin += batchSize) {
          signal?.throwIfAborted();
          const keep: Kept = { numbers: null, outputs: {}, assigned: [] };
          const end = Math.min(begin + batchSize, data.rows);
          try {
            tf.tidy(() => {
              forward(batchOf(data, inputNames, order, begin, end), false, keep);
              logs.addMeans(named(keep.numbers!.dataSync()), end - begin);
              logs.addMetrics(keep.outputs);
            });
          } finally {
            discard(keep);
          }
          waited = await breathe(waited);
        }
        return await logs.result();
      } finally {
        logs.dispose();
      }
    },

    predict: (data, batchSize) => predictRows(model, outputNames, data, batchSize),

    getWeights: () => getWeights(model),
    setWeights: async (values) => setWeights(model, values),
    getOptimizer: () => optimizer.state(),
    setOptimizer: async (state) => optimizer.restore(state),
    finish: async () => optimizer.finish(),
    dispose: async () => optimizer.dispose(),
  };
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

interface Kept {
  numbers: tf.Tensor | null;
  readonly outputs: Record<string, OutputBatch>;
  readonly assigned: [tf.LayerVariable, tf.Tensor][];
}

function discard({ numbers, outputs, assigned }: Kept): void {
  numbers?.dispose();
  for (const { target, prediction, mask } of Object.values(outputs))
    tf.dispose([target, prediction, ...(mask ? [mask] : [])]);
  for (const [, value] of assigned) value.dispose();
}

/** Gradients by variable name; a model without trained weights is only run. */
function gradientsOf(loss: () => tf.Scalar, variables: tf.Variable[]): Readonly<Record<string, tf.Tensor>> {
  if (variables.length > 0) return tf.variableGrads(loss, variables).grads;
  loss();
  return {};
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
