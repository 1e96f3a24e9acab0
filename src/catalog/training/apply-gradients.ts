import type { WordCall } from "../../ir/value.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { wordNamed } from "../lookup.js";
import type { StateSpec } from "../word.js";
import { clipGradients } from "./clip-gradients.js";
import type { CommonArgs } from "./optimizer-params.js";

type Tensors = Readonly<Record<string, Tensor>>;
type Slots = Readonly<Record<string, Tensors>>;

/** One optimizer step over all trainable weights; records are keyed by any name the engine gives a weight. */
export interface StepInput {
  readonly ops: Ops;
  readonly optimizer: WordCall;
  /** float32 scalars: the rate of this step (a schedule's at step - 1), and its number from 1. */
  readonly learningRate: Tensor;
  readonly step: Tensor;
  readonly weights: Tensors;
  /** A weight without a gradient is not updated. */
  readonly gradients: Tensors;
  /** Per weight, as `optimizerSlots` says. */
  readonly slots: Slots;
  /** As `optimizerScalars` says. */
  readonly scalars: Tensors;
  /** Per weight; absent or null: none. */
  readonly constraints: Readonly<Record<string, WordCall | null>>;
}

export interface StepResult {
  readonly weights: Tensors;
  readonly slots: Slots;
  readonly scalars: Tensors;
}

/** The slot that holds a weight's moving average, where `use_ema` is on. */
const EMA_SLOT = "average";

/** State kept for a weight of this shape. */
export function optimizerSlots(optimizer: WordCall, shape: readonly number[]): readonly StateSpec[] {
  const own = wordNamed("optimizer", optimizer.word).slots(optimizer.args, shape);
  return common(optimizer).use_ema ? [...own, { name: EMA_SLOT, shape, initial: 0 }] : own;
}

/** State of the optimizer as a whole. */
export const optimizerScalars = (optimizer: WordCall): readonly StateSpec[] =>
  wordNamed("optimizer", optimizer.word).scalars?.(optimizer.args) ?? [];

/**
 * A step in Keras's order (`BaseOptimizer.apply`): clip all gradients, decay the weights, update, take the moving
 * average and maybe put it in the weights' place, and last project onto the constraints.
 */
export function optimizerStep(input: StepInput): StepResult {
  const { ops, optimizer, learningRate, step, scalars } = input;
  const word = wordNamed("optimizer", optimizer.word);
  const args = common(optimizer);
  const gradients = clipGradients(ops, args, input.gradients);
  const weights: Record<string, Tensor> = { ...input.weights };
  const slots: Record<string, Tensors> = { ...input.slots };
  for (const [name, gradient] of Object.entries(gradients)) {
    const old = input.weights[name]!;
    const weight =
      args.weight_decay === null ? old : ops.sub(old, ops.mul(ops.mul(old, args.weight_decay), learningRate));
    const own = slots[name] ?? {};
    const updated = word.update({
      ops,
      args: optimizer.args,
      learningRate,
      step,
      weight,
      gradient,
      slots: own,
      scalars,
    });
    weights[name] = updated.weight;
    slots[name] = { ...own, ...updated.slots };
  }
  if (args.use_ema)
    for (const name of Object.keys(weights)) {
      const average = movingAverage(ops, args.ema_momentum, step, slots[name]![EMA_SLOT]!, weights[name]!);
      slots[name] = { ...slots[name], [EMA_SLOT]: average };
      if (args.ema_overwrite_frequency !== null)
        weights[name] = ops.where(isMultiple(ops, step, args.ema_overwrite_frequency), average, weights[name]!);
    }
  for (const name of Object.keys(gradients)) {
    const constraint = input.constraints[name];
    if (constraint)
      weights[name] = wordNamed("constraint", constraint.word).project(ops, constraint.args, weights[name]!);
  }
  return { weights, slots, scalars: word.advance?.(ops, optimizer.args, step, scalars) ?? scalars };
}

/** The model's weights when training has ended: with `use_ema` the averages (Keras's `finalize_variable_values`). */
export const finalWeights = (optimizer: WordCall, weights: Tensors, slots: Slots): Tensors =>
  common(optimizer).use_ema
    ? Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, slots[name]?.[EMA_SLOT] ?? weight]))
    : weights;

/** The rate of a step, counted from 0: the number itself, or its schedule's. */
export function learningRateAt(optimizer: WordCall, step: number): number {
  const rate = optimizer.args["learning_rate"] as number | WordCall;
  return typeof rate === "number" ? rate : wordNamed("schedule", rate.word).rate(rate.args, step);
}

/** Whether callbacks may set the rate: not where it has a schedule. */
export const hasSettableRate = (optimizer: WordCall): boolean => typeof optimizer.args["learning_rate"] === "number";

const common = (optimizer: WordCall): CommonArgs => optimizer.args as unknown as CommonArgs;

/** The first step takes the weight as it is. */
function movingAverage(ops: Ops, momentum: number, step: Tensor, average: Tensor, weight: Tensor): Tensor {
  const share = ops.where(ops.greater(step, 1), momentum, 0);
  return ops.add(ops.mul(share, average), ops.mul(ops.sub(1, share), weight));
}

/**
 * Rounded, as TensorFlow turns the division by a constant into a multiplication: 41 · (1 / 41) is less than 1 in
 * float32.
 */
const isMultiple = (ops: Ops, step: Tensor, of: number): Tensor =>
  ops.equal(ops.mul(ops.round(ops.div(step, of)), of), step);
