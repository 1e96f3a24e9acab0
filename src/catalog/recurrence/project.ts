import type { Ops, Tensor } from "../../tensor/ops.js";
import { gates } from "./gates.js";

/**
 * x · kernel for all gates side by side, x with its dropout masks: one product where all gates share a mask, one a gate where each has its
 * own. Every row of the result is the same sum as when it is made at its step, so the inputs of all steps are projected at once.
 */
export function project(ops: Ops, x: Tensor, kernel: Tensor, masks: readonly Tensor[] | null, units: number): Tensor {
  if (!masks) return ops.matmul(x, kernel);
  if (masks.length === 1) return ops.matmul(ops.mul(x, masks[0]!), kernel);
  const parts = gates(ops, kernel, units, 0, masks.length);
  return ops.concat(
    masks.map((mask, i) => ops.matmul(ops.mul(x, mask), parts[i]!)),
    -1,
  );
}
