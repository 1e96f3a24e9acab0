import type { Tensor } from "../../tensor/ops.js";
import { number } from "../param.js";
import type { OptimizerStep, StateSpec } from "../word.js";

interface Betas {
  readonly beta_1: number;
  readonly beta_2: number;
}

export const beta1 = number({ doc: "Decay of the mean gradient.", default: 0.9, min: 0, max: 1, positional: true });
export const beta2 = number({
  doc: "Decay of the mean squared gradient.",
  default: 0.999,
  min: 0,
  max: 1,
  positional: true,
});
export const optimizerEpsilon = number({ doc: "Keeps the division finite.", default: 1e-7, min: 0, positional: true });

/** Slots of the Adam family, of the weight's shape. */
export const momentSlots = (shape: readonly number[]): readonly StateSpec[] => [
  { name: "momentum", shape, initial: 0 },
  { name: "velocity", shape, initial: 0 },
];

/** momentum += (1 - beta_1)(g - momentum), velocity += (1 - beta_2)(g² - velocity): in this form, as Keras rounds. */
export function moments(s: OptimizerStep<Betas>): { readonly momentum: Tensor; readonly velocity: Tensor } {
  const { ops, args, gradient } = s;
  const m = s.slots["momentum"]!;
  const v = s.slots["velocity"]!;
  return {
    momentum: ops.add(m, ops.mul(ops.sub(gradient, m), 1 - args.beta_1)),
    velocity: ops.add(v, ops.mul(ops.sub(ops.square(gradient), v), 1 - args.beta_2)),
  };
}

/** 1 - beta^step: what a moment that started at 0 has seen so far. */
export const seen = (s: OptimizerStep<unknown>, beta: number): Tensor => s.ops.sub(1, s.ops.pow(beta, s.step));
