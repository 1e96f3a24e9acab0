import type { Ops, Tensor } from "../../tensor/ops.js";
import { known } from "../shape/known.js";
import { classIndex } from "./class-index.js";
import { floats } from "./error-mean.js";

/** 1 where the prediction, cut at the threshold, equals the target; of the prediction's shape. */
export function binaryHits(ops: Ops, target: Tensor, prediction: Tensor, threshold: number): Tensor {
  const [t, p] = floats(ops, target, prediction);
  return ops.cast(ops.equal(t, ops.cast(ops.greater(p, threshold), "float32")), "float32");
}

const floatIndex = (ops: Ops, x: Tensor): Tensor => ops.cast(x, "float32");

/** 1 where the highest class of the prediction is that of the one-hot target. */
export const onehotHits = (ops: Ops, target: Tensor, prediction: Tensor): Tensor =>
  ops.cast(ops.equal(floatIndex(ops, ops.argMax(target, -1)), floatIndex(ops, ops.argMax(prediction, -1))), "float32");

/** 1 where the highest class of the prediction is the target. */
export const indexHits = (ops: Ops, target: Tensor, prediction: Tensor): Tensor =>
  ops.cast(
    ops.equal(floatIndex(ops, classIndex(ops, target, prediction)), floatIndex(ops, ops.argMax(prediction, -1))),
    "float32",
  );

/** 1 where the class is among the k highest; equals of the k-th count, as in Keras. */
export function topHits(ops: Ops, index: Tensor, prediction: Tensor, k: number): Tensor {
  const right = ops.sum(ops.mul(prediction, ops.oneHot(index, known(prediction.shape.at(-1)))), [-1]);
  const last = ops.min(ops.topK(prediction, k).values, [-1]);
  return ops.cast(ops.greaterEqual(right, last), "float32");
}
