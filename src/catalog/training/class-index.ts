import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * Class indices without the trailing axis of length 1 that a single target column has: int32, one axis less than the
 * prediction.
 */
export function classIndex(ops: Ops, target: Tensor, prediction: Tensor): Tensor {
  const index = target.dtype === "int32" ? target : ops.cast(target, "int32");
  return index.shape.length === prediction.shape.length && index.shape.at(-1) === 1 ? ops.squeeze(index, [-1]) : index;
}
