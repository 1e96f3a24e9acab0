import { ROWS } from "../lengths.js";
import type { Shape } from "../ops.js";
import { broadcastShape } from "./broadcast.js";
import { ShapeError, shown } from "./shape-error.js";

/** A product over the last two axes, either factor transposed; leading axes broadcast. */
export function matmulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  if (a.length < 2 || b.length < 2) throw new ShapeError(`${shown(a)} and ${shown(b)} are not both matrices`);
  const [rows, inner] = transposeA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [shared, columns] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  if (inner !== shared)
    throw new ShapeError(
      `matrices ${shown(a)} and ${shown(b)} do not multiply: one has ${inner ?? ROWS} inner places, the other ` +
        `${shared ?? ROWS}`,
    );
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

/** Slices along an axis, one for each index. */
export const gatheredShape = (x: Shape, indices: Shape, axis: number): Shape => [
  ...x.slice(0, axis),
  ...indices,
  ...x.slice(axis + 1),
];
