import type { WordCall } from "../../ir/value.js";
import type { Shape } from "../../tensor/ops.js";
import { call } from "../param.js";
import { orOne } from "../shape/known.js";
import type { WeightSpec } from "../word.js";

export interface RecurrentWeightArgs {
  readonly units: number;
  readonly use_bias: boolean;
  readonly kernel_initializer: WordCall;
  readonly recurrent_initializer: WordCall;
  readonly bias_initializer: WordCall;
  readonly kernel_regularizer: WordCall | null;
  readonly recurrent_regularizer: WordCall | null;
  readonly bias_regularizer: WordCall | null;
  readonly kernel_constraint: WordCall | null;
  readonly recurrent_constraint: WordCall | null;
  readonly bias_constraint: WordCall | null;
}

/**
 * Keras's kernel [features, gates · units], recurrent_kernel [units, gates · units] and bias, the gates side by side.
 * Convolutional ones have the `size` of their windows before.
 */
export function recurrentWeights(
  a: RecurrentWeightArgs,
  features: number,
  gates: number,
  bias: Pick<WeightSpec, "shape" | "initializer">,
  size: readonly number[] = [],
): readonly WeightSpec[] {
  const width = gates * a.units;
  return [
    {
      name: "kernel",
      shape: [...size, features, width],
      initializer: a.kernel_initializer,
      regularizer: a.kernel_regularizer,
      constraint: a.kernel_constraint,
    },
    {
      name: "recurrent_kernel",
      shape: [...size, a.units, width],
      initializer: a.recurrent_initializer,
      regularizer: a.recurrent_regularizer,
      constraint: a.recurrent_constraint,
    },
    ...(a.use_bias ? [{ name: "bias", ...bias, regularizer: a.bias_regularizer, constraint: a.bias_constraint }] : []),
  ];
}

/** The bias of an lstm: with `unit_forget_bias` its forget gate starts at 1. */
export const lstmBias = (
  a: RecurrentWeightArgs & { readonly unit_forget_bias: boolean },
): Pick<WeightSpec, "shape" | "initializer"> => ({
  shape: [4 * a.units],
  initializer: a.unit_forget_bias
    ? call("forget_bias", { initializer: a.bias_initializer, seed: a.bias_initializer.args["seed"] ?? null })
    : a.bias_initializer,
});

/** Multiply-adds · 2 of one row: both kernels at every step. */
export const recurrentFlops = (a: { readonly units: number }, x: Shape, gates: number): number =>
  2 * orOne(x[1]) * gates * a.units * (orOne(x[2]) + a.units);
