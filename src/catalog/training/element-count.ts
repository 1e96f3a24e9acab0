import { volume } from "../shape/known.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * How many elements a tensor has, as a float32 scalar; known only at run time where a length is open.
 */
export function elementCount(ops: Ops, x: Tensor): Tensor {
  const known = volume(x.shape);
  return x.shape.reduce<Tensor>(
    (n, d, axis) => (typeof d !== "number" ? ops.mul(n, ops.dimension(x, axis)) : n),
    ops.scalar(known),
  );
}
