import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * Keras's `squeeze_or_expand_to_same_rank`: where the ranks differ by one and the longer shape ends in 1, either loses
 * that axis, or the shorter one, if a plain vector, gains it. Anything else stays as it is.
 */
export function sameRank(ops: Ops, a: Tensor, b: Tensor, expandVectors = true): readonly [Tensor, Tensor] {
  if (a.shape.length === b.shape.length + 1 && a.shape.at(-1) === 1)
    return b.shape.length === 1 && expandVectors ? [a, ops.expandDims(b, -1)] : [ops.squeeze(a, [-1]), b];
  if (b.shape.length === a.shape.length + 1 && b.shape.at(-1) === 1)
    return a.shape.length === 1 && expandVectors ? [ops.expandDims(a, -1), b] : [a, ops.squeeze(b, [-1])];
  return [a, b];
}
