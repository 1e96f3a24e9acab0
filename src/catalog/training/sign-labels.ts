import type { Ops, Tensor } from "../../tensor/ops.js";
import type { TargetRule } from "../word.js";

/**
 * Labels 0 and 1 become -1 and 1, if the batch holds no others; else they stay (Keras's
 * `convert_binary_labels_to_hinge`).
 */
export function signLabels(ops: Ops, target: Tensor): Tensor {
  const binary = ops.min(ops.cast(ops.or(ops.equal(target, 0), ops.equal(target, 1)), "float32")); // 1: all are
  return ops.add(target, ops.mul(binary, ops.sub(target, 1)));
}

/** What losses of a margin take. */
export const signRules: readonly TargetRule[] = [
  { min: -1, max: 1, outside: "error", then: "labels are -1 and 1" },
  { not: 0, outside: "warning", then: "labels 0 and 1 are taken for -1 and 1, in each batch that has no others" },
];
