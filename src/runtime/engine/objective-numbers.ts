import { computeLoss } from "../../catalog/training/compute-loss.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import type { Objective } from "./engine.js";

/** One batch of a model's outputs, by output name, with what they are held against. */
export interface Judged {
  readonly outputs: Readonly<Record<string, { readonly value: Tensor; readonly mask: Tensor | null }>>;
  readonly targets: Readonly<Record<string, Tensor>>;
  /** Of the rows; null: all count once. */
  readonly weights: Tensor | null;
  /** On weights, each layer's once, and on activities; scalars, or of one element. */
  readonly penalties: readonly Tensor[];
}

/** Names of the outputs that have a loss of their own, in the model's order. */
export const lossNames = (outputs: readonly string[], objective: Objective): readonly string[] =>
  outputs.filter((name) => objective.loss[name]);

/** What is logged of a batch, in the order of its numbers. */
export const numberNames = (losses: readonly string[]): readonly string[] => [
  "loss",
  "penalty",
  ...(losses.length > 1 ? losses.map((name) => `${name}_loss`) : []),
];

/**
 * The objective of a batch, on every engine: Keras's weighted sum of the outputs' losses and all penalties. The total,
 * the penalty in it, and where there are several losses each of them, unweighted (`numberNames`). All scalars.
 * @throws Error where an output with a loss has no target
 */
export function objectiveNumbers(
  ops: Ops,
  objective: Objective,
  losses: readonly string[],
  { outputs, targets, weights, penalties }: Judged,
): readonly [total: Tensor, penalty: Tensor, ...each: Tensor[]] {
  const each = losses.map((name) => {
    const { value, mask } = outputs[name]!;
    const target = targets[name];
    if (!target) throw new Error(`the data has no target for the output ${name}`);
    const loss = objective.loss[name]!;
    return scalarOf(ops, computeLoss({ ops, loss, target, prediction: value, weight: weights, mask }));
  });
  const weighted = each.map((value, i) => ops.mul(value, objective.lossWeights[losses[i]!] ?? 1));
  const penalty = sum(
    ops,
    penalties.map((p) => scalarOf(ops, p)),
  );
  return [ops.add(sum(ops, weighted), penalty), penalty, ...(losses.length > 1 ? each : [])];
}

const scalarOf = (ops: Ops, x: Tensor): Tensor => (x.shape.length === 0 ? x : ops.reshape(x, []));
const sum = (ops: Ops, scalars: readonly Tensor[]): Tensor =>
  scalars.length === 0 ? ops.scalar(0) : scalars.reduce((a, b) => ops.add(a, b));
