import type { Ops, Tensor } from "../../tensor/ops.js";
import { ramp6 } from "./ramp.js";

export interface Rectifier {
  readonly negative_slope: number;
  readonly max_value: number | null;
  readonly threshold: number;
}

/**
 * Keras's general relu: x above the threshold and below the maximum, negative_slope · (x - threshold) below the
 * threshold.
 */
export function rectified(
  ops: Ops,
  { negative_slope: slope, max_value: max, threshold }: Rectifier,
  x: Tensor,
): Tensor {
  if (slope !== 0 && max === null && threshold === 0) return leaky(ops, x, slope);
  const bounded = max === 6 && threshold === 0;
  const above = threshold !== 0 ? ops.where(ops.greater(x, threshold), x, 0) : bounded ? ramp6(ops, x) : ops.relu(x);
  const capped = max === null || bounded ? above : ops.clip(above, 0, max);
  return slope === 0 ? capped : ops.sub(capped, ops.mul(ops.relu(ops.sub(threshold, x)), slope));
}

/** x from 0 on, slope · x below. The gradient at 0 is 1. */
export const leaky = (ops: Ops, x: Tensor, slope: number): Tensor =>
  ops.where(ops.greaterEqual(x, 0), x, ops.mul(x, slope));
