import { ROWS } from "../lengths.js";
import type { Dim, Shape } from "../ops.js";
import { broadcastShape } from "./broadcast.js";
import { ShapeError, shown } from "./shape-error.js";

/** A product over the last two axes, either factor transposed; leading axes broadcast. */
export function matmulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  if (a.length < 2 || b.length < 2) throw new ShapeError(`${shown(a)} and ${shown(b)} are not both matrices`);
  const [rows, inner] = lastTwo(a, transposeA);
  const [shared, columns] = lastTwo(b, transposeB);
  if (inner !== shared)
    throw new ShapeError(
      `matrices ${shown(a)} and ${shown(b)} do not multiply: one has ${inner ?? ROWS} inner places, the other ` +
        `${shared ?? ROWS}`,
    );
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

function lastTwo(shape: Shape, swapped: boolean): readonly [Dim, Dim] {
  const [before, last] = shape.slice(-2) as [Dim, Dim];
  return swapped ? [last, before] : [before, last];
}

/** Slices along an axis, one for each index. */
export const gatheredShape = (x: Shape, indices: Shape, axis: number): Shape => [
  ...x.slice(0, axis),
  ...indices,
  ...x.slice(axis + 1),
];
