import { times } from "../../tensor/lengths.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

/** x and y contracted over one axis each, row by row (Keras's batch_dot). Axes are counted from the batch, 1 and up. */
export function batchDot(ops: Ops, x: Tensor, y: Tensor, axisX: number, axisY: number): Tensor {
  const restX = x.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axisX);
  const restY = y.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axisY);
  const shared = x.shape[axisX]!;
  const left = restX.map((i) => x.shape[i]!);
  const right = restY.map((i) => y.shape[i]!);
  const rows = x.shape[0]!;
  const a = ops.reshape(moved(ops, x, [0, ...restX, axisX]), [rows, times(...left), shared]);
  const b = ops.reshape(moved(ops, y, [0, axisY, ...restY]), [rows, shared, times(...right)]);
  const shape = [...left, ...right];
  return ops.reshape(ops.matmul(a, b), [rows, ...(shape.length === 0 ? [1] : shape)]);
}

const moved = (ops: Ops, x: Tensor, order: readonly number[]): Tensor =>
  order.every((a, i) => a === i) ? x : ops.transpose(x, order);
