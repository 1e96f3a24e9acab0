import * as tf from "@tensorflow/tfjs";
import { hasSettableRate, learningRateAt } from "../../catalog/training/apply-gradients.js";
import type { Logs } from "../../catalog/word.js";
import type { Rows } from "../data/dataset.js";
import { batchOf, type Batch } from "./batches.js";
import type { Objective } from "./engine.js";
import type { StepContext } from "./layer.js";
import { modelWeights, weightPenalties } from "./model-weights.js";
import { lossNames, numberNames, objectiveNumbers } from "./objective-numbers.js";
import { OptimizerSlots } from "./optimizer-state.js";
import { runGraph } from "./run-graph.js";
import { RunningLogs, type OutputBatch } from "./running-logs.js";
import { tfjsOps } from "./tfjs-ops.js";

/** Rows of a pass that make one batch: from `begin` to before `end` of the order. */
interface BatchRows {
  readonly data: Rows;
  readonly order: Int32Array;
  readonly begin: number;
  readonly end: number;
}

/** Batches of a training and of its evaluation, run eagerly on any layers model. */
export class LayersSteps {
  readonly weights: ReturnType<typeof modelWeights>;
  readonly optimizer: OptimizerSlots;
  readonly #ops;
  readonly #inputNames: readonly string[];
  /** Outputs with a loss. */
  readonly #losses: readonly string[];
  #step = 0;
  #rows = 0;

  constructor(
    private readonly model: tf.LayersModel,
    private readonly outputNames: readonly string[],
    private readonly objective: Objective,
    private readonly stepsBefore: number,
  ) {
    this.#ops = tfjsOps(tf, { step: () => this.#step, rows: () => this.#rows });
    this.#inputNames = model.inputs.map((input) => input.sourceLayer.name);
    this.#losses = lossNames(outputNames, objective);
    this.weights = modelWeights(model);
    this.optimizer = new OptimizerSlots(this.#ops, objective.optimizer, this.#trained());
  }

  /** The logs of a pass, before its first batch. */
  newLogs(): RunningLogs {
    const outputs = this.outputNames.map((name, i) => ({ name, shape: this.model.outputs[i]!.shape }));
    return new RunningLogs(this.#ops, this.objective.metrics, outputs);
  }

  /** One optimizer step; false when the loss is no finite number, and then nothing was changed. */
  train(rows: BatchRows, learningRate: number | null, logs: RunningLogs): boolean {
    const trained = this.#trained();
    return this.#run(rows, (batch, keep) => {
      this.#step = this.stepsBefore + this.optimizer.step;
      const gradients = gradientsOf(
        () => this.#forward(batch, true, keep),
        trained.map((w) => w.variable),
      );
      const numbers = keep.numbers!.dataSync();
      if (!Number.isFinite(numbers[0])) return false;
      const byName = trained.flatMap((w) => {
        const gradient = gradients[w.variable.name];
        return gradient ? [[w.name, gradient] as const] : [];
      });
      this.optimizer.apply(Object.fromEntries(byName), this.#rate(learningRate));
      const variables = new Map(this.weights.map((w) => [w.layerVariable, w.variable]));
      for (const [variable, value] of keep.assigned) variables.get(variable)!.assign(tf.clone(value));
      this.#log(logs, rows, numbers, keep);
      return true;
    });
  }

  /** One batch without training. */
  evaluate(rows: BatchRows, logs: RunningLogs): void {
    this.#run(rows, (batch, keep) => {
      this.#forward(batch, false, keep);
      this.#log(logs, rows, keep.numbers!.dataSync(), keep);
      return true;
    });
  }

  #trained() {
    return this.weights.filter((w) => w.trainable);
  }

  #rate(set: number | null): number {
    const { optimizer } = this.objective;
    return set !== null && hasSettableRate(optimizer) ? set : learningRateAt(optimizer, this.optimizer.step);
  }

  /** Works on a batch, and tidies up after it. */
  #run({ data, order, begin, end }: BatchRows, work: (batch: Batch, keep: Kept) => boolean): boolean {
    const keep: Kept = { numbers: null, outputs: {}, assigned: [] };
    try {
      let fine = false;
      tf.tidy(() => {
        fine = work(batchOf(data, this.#inputNames, order, begin, end), keep);
      });
      return fine;
    } finally {
      discard(keep);
    }
  }

  #log(logs: RunningLogs, { begin, end }: BatchRows, numbers: ArrayLike<number>, { outputs }: Kept): void {
    logs.addMeans(this.#named(numbers), end - begin);
    logs.addMetrics(outputs);
  }

  /** Loss numbers under Keras's names. */
  #named(numbers: ArrayLike<number>): Logs {
    const [loss, penalty, ...own] = numberNames(this.#losses).map((name, i) => [name, numbers[i]!] as const);
    return Object.fromEntries([loss!, ...own, penalty!]);
  }

  /** Forward pass and total loss. What outlives the gradient is kept and handed to `keep`. */
  #forward(batch: Batch, training: boolean, keep: Kept): tf.Scalar {
    this.#rows = batch.rows;
    const { objective } = this;
    const activity: tf.Tensor[] = [];
    const assigned = new Map<tf.LayerVariable, tf.Tensor>();
    const context: StepContext = {
      ops: this.#ops,
      training,
      addLoss: (v) => activity.push(v),
      assign: (variable, v) => assigned.set(variable, v),
      assigned: (variable) => assigned.get(variable),
    };
    const result = runGraph(this.model, batch.inputs, context);
    const outputs = Object.fromEntries(
      this.outputNames.map((name, i) => [name, { value: result.outputs[i]!, mask: result.masks[i]! }]),
    );
    const numbers = objectiveNumbers(this.#ops, objective, this.#losses, {
      outputs,
      targets: batch.targets,
      weights: batch.weights,
      penalties: [...weightPenalties(this.model), ...activity],
    }) as unknown as readonly [tf.Scalar, ...tf.Scalar[]];
    keep.numbers = tf.keep(tf.stack([...numbers]));
    for (const [name, { value: prediction, mask }] of Object.entries(outputs)) {
      const target = batch.targets[name];
      if (objective.metrics[name]?.length && target) keep.outputs[name] = keptBatch({ target, prediction, mask });
    }
    for (const [variable, value] of assigned) keep.assigned.push([variable, tf.keep(tf.clone(value))]);
    return numbers[0];
  }
}

/** What of a batch is needed after its gradient. */
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

const keptBatch = ({ target, prediction, mask }: OutputBatch): OutputBatch => ({
  target: tf.keep(tf.clone(target)),
  prediction: tf.keep(tf.clone(prediction)),
  mask: mask && tf.keep(tf.clone(mask)),
});
