import { wordNamed } from "../../../catalog/lookup.js";
import { computeLoss } from "../../../catalog/training/compute-loss.js";
import type { ModelIr } from "../../../ir/ir.js";
import type { Ops, Tensor } from "../../../tensor/ops.js";
import type { Objective } from "../../engine/engine.js";
import type { BatchTensors } from "./batch.js";
import type { ModelRun } from "./run-model.js";

type Tensors = Readonly<Record<string, Tensor>>;

/** Names of the outputs that have a loss of their own, in the model's order. */
export const lossNames = (model: ModelIr, objective: Objective): readonly string[] =>
  model.outputs.map((o) => o.name).filter((name) => objective.loss[name]);

/** What is logged of a step, in the order of its numbers. */
export const logNames = (losses: readonly string[]): readonly string[] => [
  "loss",
  "penalty",
  ...(losses.length > 1 ? losses.map((name) => `${name}_loss`) : []),
];

/**
 * The numbers of one batch: the total loss, the penalty in it, and where there are several losses each of them. All
 * scalars.
 */
export function objectiveLoss(
  ops: Ops,
  { model, objective }: { readonly model: ModelIr; readonly objective: Objective },
  run: ModelRun,
  weights: Tensors,
  batch: Pick<BatchTensors, "targets" | "weights">,
): readonly Tensor[] {
  const losses = lossNames(model, objective);
  const each = losses.map((name) => {
    const { value, mask } = run.outputs[name]!;
    return scalarOf(
      ops,
      computeLoss({
        ops,
        loss: objective.loss[name]!,
        target: batch.targets[name]!,
        prediction: value,
        weight: batch.weights,
        mask,
      }),
    );
  });
  const weighted = each.map((value, i) => ops.mul(value, objective.lossWeights[losses[i]!] ?? 1));
  const penalty = sum(
    ops,
    [...weightPenalties(ops, model, weights), ...run.activity].map((p) => scalarOf(ops, p)),
  );
  const total = ops.add(sum(ops, weighted), penalty);
  return [total, penalty, ...(losses.length > 1 ? each : [])];
}

/** Each trainable layer once however often it is applied; frozen layers and state are not penalized. */
function weightPenalties(ops: Ops, model: ModelIr, weights: Tensors): readonly Tensor[] {
  return model.layers.flatMap((layer) =>
    layer.weights.flatMap(({ name, regularizer, trainable }) =>
      regularizer && trainable && layer.trainable
        ? [wordNamed("regularizer", regularizer.word).penalty(ops, regularizer.args, weights[`${layer.name}/${name}`]!)]
        : [],
    ),
  );
}

const scalarOf = (ops: Ops, x: Tensor): Tensor => (x.shape.length === 0 ? x : ops.reshape(x, []));
const sum = (ops: Ops, scalars: readonly Tensor[]): Tensor =>
  scalars.length === 0 ? ops.scalar(0) : scalars.reduce((a, b) => ops.add(a, b));
