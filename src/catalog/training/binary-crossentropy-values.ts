import type { Ops, Tensor } from "../../tensor/ops.js";
import { EPSILON } from "./epsilon.js";

/**
 * Elementwise -t·log(p) - (1-t)·log(1-p), with p clipped to [ε, 1-ε], or from scores by softplus, which cannot
 * overflow.
 */
export function binaryCrossentropyValues(ops: Ops, target: Tensor, output: Tensor, logits: boolean): Tensor {
  const rest = ops.sub(1, target);
  if (logits) return ops.add(ops.mul(target, ops.softplus(ops.neg(output))), ops.mul(rest, ops.softplus(output)));
  const p = ops.clip(output, EPSILON, 1 - EPSILON);
  return ops.neg(ops.add(ops.mul(target, ops.log(p)), ops.mul(rest, ops.log(ops.sub(1, p)))));
}

/** Labels moved towards 1/2. */
export const smoothBinary = (ops: Ops, target: Tensor, smoothing: number): Tensor =>
  smoothing === 0 ? target : ops.add(ops.mul(target, 1 - smoothing), 0.5 * smoothing);
