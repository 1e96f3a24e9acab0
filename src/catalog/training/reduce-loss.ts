import type { Ops, Tensor } from "../../tensor/ops.js";
import { elementCount } from "./element-count.js";
import type { Reduction } from "./loss-params.js";
import { sameRank } from "./same-rank.js";

/**
 * Keras's `reduce_weighted_values`: the loss of a batch from its unreduced values.
 *
 * @param values any shape, rows first (or a scalar, of losses that look at the batch as a whole)
 * @param rowWeight [N] or null: all 1. Against values with further axes it is repeated along them.
 * @param mask bool, of the shape of `values` (or [N, 1, …]), or null: everything counts
 */
export function reduceLoss(
  ops: Ops,
  values: Tensor,
  rowWeight: Tensor | null,
  mask: Tensor | null,
  reduction: Reduction,
): Tensor {
  const weight = maskedWeight(ops, rowWeight, mask, reduction);
  const [fitted, fittedWeight] = weight ? fit(ops, values, weight) : [values, null];
  const weighted = fittedWeight ? ops.mul(fitted, fittedWeight) : fitted;
  if (weighted.shape.length === 0) return weighted;
  const total = ops.sum(weighted);
  if (reduction === "sum") return total;
  const byWeight = reduction === "mean_with_sample_weight" && fittedWeight;
  return ops.divNoNan(total, byWeight ? ops.sum(byWeight) : elementCount(ops, weighted));
}

/**
 * Keras's `apply_mask`: mask and weights as one. For the means, entries that count weigh total / counting, so that
 * dividing by all of them later gives the mean of those that count.
 */
export function maskedWeight(
  ops: Ops,
  weight: Tensor | null,
  mask: Tensor | null,
  reduction: Reduction,
): Tensor | null {
  if (!mask) return weight;
  const counts = ops.cast(mask, "float32");
  const means = reduction === "mean" || reduction === "sum_over_batch_size";
  const scaled = means ? ops.mul(counts, ops.divNoNan(elementCount(ops, counts), ops.sum(counts))) : counts;
  if (!weight) return scaled;
  const [a, b] = fit(ops, scaled, weight);
  return ops.mul(a, b);
}

/** Keras's rank rule; then, as Keras 2 did, trailing axes for weights of whole rows (Keras 3 fails there). */
function fit(ops: Ops, values: Tensor, weight: Tensor): readonly [Tensor, Tensor] {
  let [a, b] = sameRank(ops, values, weight);
  while (b.shape.length > 0 && b.shape.length < a.shape.length) b = ops.expandDims(b, -1);
  while (a.shape.length > 0 && a.shape.length < b.shape.length) a = ops.expandDims(a, -1);
  return [a, b];
}
