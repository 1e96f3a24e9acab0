import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * How many elements a tensor has, as a float32 scalar; known only at run time where a dimension is the rows of the
 * batch.
 */
export function elementCount(ops: Ops, x: Tensor): Tensor {
  const known = x.shape.reduce<number>((n, d) => n * (d ?? 1), 1);
  return x.shape.reduce<Tensor>(
    (n, d, axis) => (d === null ? ops.mul(n, ops.dimension(x, axis)) : n),
    ops.scalar(known),
  );
}
