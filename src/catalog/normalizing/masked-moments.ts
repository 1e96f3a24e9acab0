import type { Ops, Tensor } from "../../tensor/ops.js";
import type { Moments } from "../../tensor/normalized.js";

/** Mean and biased variance over the positions that a mask [N, steps] leaves; Keras divides by their number + 1e-7. */
export function maskedMoments(ops: Ops, x: Tensor, mask: Tensor, axes: readonly number[]): Moments {
  const counted = ops.broadcastLike(ops.expandDims(ops.cast(mask, "float32"), -1), x);
  const number = ops.add(ops.sum(counted, axes, true), 1e-7);
  const mean = ops.div(ops.sum(ops.mul(x, counted), axes, true), number);
  const distance = ops.mul(ops.sub(x, mean), counted);
  return { mean, variance: ops.div(ops.sum(ops.square(distance), axes, true), number) };
}
