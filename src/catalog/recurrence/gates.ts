import type { Ops, Tensor } from "../../tensor/ops.js";

/** The parts of the last axis from `first`, `width` each: gates that lie side by side. */
export function gates(ops: Ops, x: Tensor, width: number, first: number, count: number): readonly Tensor[] {
  if (first === 0 && x.shape.at(-1) === width * count) return ops.split(x, count, -1);
  const others = x.shape.slice(0, -1);
  return Array.from({ length: count }, (_, i) =>
    ops.slice(x, [...others.map(() => 0), (first + i) * width], [...others.map(() => -1), width]),
  );
}
