import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * Labels 0 and 1 become -1 and 1, if the batch holds no others; else they stay (Keras's
 * `convert_binary_labels_to_hinge`).
 */
export function signLabels(ops: Ops, target: Tensor): Tensor {
  const binary = ops.min(ops.cast(ops.or(ops.equal(target, 0), ops.equal(target, 1)), "float32")); // 1: all are
  return ops.add(target, ops.mul(binary, ops.sub(target, 1)));
}
