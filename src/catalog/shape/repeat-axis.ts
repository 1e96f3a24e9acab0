import { times as product } from "../../tensor/lengths.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

/**
 * Every entry of a spatial axis repeated `times` times in place (numpy's repeat). Done in at most five axes, which
 * every back end can tile: [N, before, n, 1, after] → tile → [N, …, n · times, …].
 */
export function repeatAxis(ops: Ops, x: Tensor, axis: number, times: number): Tensor {
  if (times === 1) return x;
  const dims = x.shape.slice(1);
  const before = product(...dims.slice(0, axis - 1));
  const after = product(...dims.slice(axis));
  const rows = x.shape[0]!;
  const open = ops.reshape(x, [rows, before, dims[axis - 1]!, 1, after]);
  return ops.reshape(ops.tile(open, [1, 1, 1, times, 1]), [
    rows,
    ...dims.map((d, i) => (i === axis - 1 ? product(d, times) : d)),
  ]);
}
