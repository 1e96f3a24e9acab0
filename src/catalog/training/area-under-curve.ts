import { known } from "../shape/known.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

const all = (x: Tensor): number => known(x.shape[0]);
const before = (ops: Ops, x: Tensor): Tensor => ops.slice(x, [0], [all(x) - 1]);
const after = (ops: Ops, x: Tensor): Tensor => ops.slice(x, [1], [all(x) - 1]);

/** Sum of strips of a curve whose x falls from point to point, [T] each. */
export function areaUnder(ops: Ops, x: Tensor, y: Tensor, method: "interpolation" | "minoring" | "majoring"): Tensor {
  const [left, right] = [before(ops, y), after(ops, y)];
  const height =
    method === "interpolation"
      ? ops.div(ops.add(left, right), 2)
      : method === "minoring"
        ? ops.minimum(left, right)
        : ops.maximum(left, right);
  return ops.sum(ops.mul(ops.sub(before(ops, x), after(ops, x)), height));
}

/**
 * Area under the precision-recall curve with true positives taken as linear between thresholds (Davis & Goadrich 2006),
 * as Keras.
 */
export function interpolatedPrecisionRecall(ops: Ops, tp: Tensor, fp: Tensor, fn: Tensor): Tensor {
  const positive = ops.add(tp, fp);
  const found = ops.sub(before(ops, tp), after(ops, tp));
  const taken = ops.sub(before(ops, positive), after(ops, positive));
  const slope = ops.divNoNan(found, ops.maximum(taken, 0));
  const intercept = ops.sub(after(ops, tp), ops.mul(slope, after(ops, positive)));
  const both = ops.and(ops.greater(before(ops, positive), 0), ops.greater(after(ops, positive), 0));
  const ratio = ops.where(both, ops.divNoNan(before(ops, positive), ops.maximum(after(ops, positive), 0)), 1);
  const strip = ops.mul(slope, ops.add(found, ops.mul(intercept, ops.log(ratio))));
  return ops.sum(ops.divNoNan(strip, ops.maximum(ops.add(after(ops, tp), after(ops, fn)), 0)));
}
