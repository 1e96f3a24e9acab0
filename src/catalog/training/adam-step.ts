import type { Tensor } from "../../tensor/ops.js";
import type { OptimizerStep } from "../word.js";
import { moments, seen } from "./adam-moments.js";

interface AdamArgs {
  readonly beta_1: number;
  readonly beta_2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
}

/**
 * Adam's update, which AdamW shares: epsilon is added to the root of the uncorrected velocity, as in the paper's second
 * form.
 */
export function adamStep(s: OptimizerStep<AdamArgs>): {
  readonly weight: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
} {
  const { ops, args } = s;
  const { momentum, velocity } = moments(s);
  const alpha = ops.div(ops.mul(s.learningRate, ops.sqrt(seen(s, args.beta_2))), seen(s, args.beta_1));
  const largest = args.amsgrad ? ops.maximum(s.slots["velocity_hat"]!, velocity) : velocity;
  const step = ops.div(ops.mul(momentum, alpha), ops.add(ops.sqrt(largest), args.epsilon));
  return {
    weight: ops.sub(s.weight, step),
    slots: { momentum, velocity, ...(args.amsgrad ? { velocity_hat: largest } : {}) },
  };
}
