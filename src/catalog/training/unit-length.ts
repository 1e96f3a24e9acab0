import type { Ops, Tensor } from "../../tensor/ops.js";
import { EPSILON } from "./epsilon.js";

/**
 * Vectors along an axis scaled to length 1 (`keras.ops.normalize`); shorter than ε they are only divided by ε. Keras
 * bounds 1/length by 1/ε; bounding the square does the same without an infinite gradient at 0.
 */
export const unitLength = (ops: Ops, x: Tensor, axis: number): Tensor =>
  ops.mul(x, ops.rsqrt(ops.maximum(ops.sum(ops.square(x), [axis], true), EPSILON * EPSILON)));
