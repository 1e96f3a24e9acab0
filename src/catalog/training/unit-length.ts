import type { Ops, Tensor } from "../../tensor/ops.js";
import { EPSILON } from "./epsilon.js";

/** Vectors along an axis scaled to length 1 (`keras.ops.normalize`); shorter than ε they are only divided by ε. */
export function unitLength(ops: Ops, x: Tensor, axis: number): Tensor {
  const squares = ops.sum(ops.square(x), [axis], true);
  return ops.mul(x, ops.minimum(ops.rsqrt(squares), 1 / EPSILON));
}
