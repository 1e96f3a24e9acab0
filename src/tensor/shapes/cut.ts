import { minus, plus, times } from "../lengths.js";
import type { Dim, Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/** `size` places from `begin` on; null or -1: to the end. */
export function slicedShape(x: Shape, begin: readonly number[], size: readonly Dim[]): Shape {
  if (begin.length !== x.length || size.length !== x.length)
    throw new ShapeError(`a slice of ${shown(x)} needs a beginning and a size for each axis`);
  return x.map((d, i) => {
    const wanted = size[i] as Dim;
    const length = wanted === null || wanted === -1 ? minus(d, begin[i]!) : wanted;
    const over = minus(d, plus(begin[i]!, length));
    if (begin[i]! < 0 || isNegative(length) || isNegative(over))
      throw new ShapeError(`axis ${i} of ${shown(x)} has no ${length ?? "rows"} places from ${begin[i]} on`);
    return length;
  });
}

const isNegative = (d: Dim): boolean => typeof d === "number" && d < 0;

/** Places before and after each axis. */
export function paddedShape(x: Shape, paddings: readonly (readonly [Dim, Dim])[]): Shape {
  if (paddings.length !== x.length) throw new ShapeError(`padding ${shown(x)} takes two numbers for each axis`);
  return x.map((d, i) => plus(d, ...paddings[i]!));
}

export function tiledShape(x: Shape, repeats: readonly number[]): Shape {
  if (repeats.length !== x.length) throw new ShapeError(`repeating ${shown(x)} takes a number for each axis`);
  return x.map((d, i) => times(d, repeats[i]!));
}
