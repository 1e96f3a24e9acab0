import { plus, quotient } from "../lengths.js";
import type { Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/** Tensors side by side along an axis; they agree in all others. */
export function concatShape(shapes: readonly Shape[], axis: number): Shape {
  const first = shapes[0]!;
  const other = shapes.find((x) => x.length !== first.length || x.some((d, i) => i !== axis && d !== first[i]));
  if (other !== undefined)
    throw new ShapeError(`${shown(first)} and ${shown(other)} cannot be joined along axis ${axis}`);
  return first.map((d, i) => (i === axis ? plus(...shapes.map((x) => x[axis]!)) : d));
}

/** Tensors of one shape on a new axis. */
export function stackShape(shapes: readonly Shape[], axis: number): Shape {
  const first = shapes[0]!;
  const other = shapes.find((x) => x.length !== first.length || x.some((d, i) => d !== first[i]));
  if (other !== undefined) throw new ShapeError(`${shown(first)} and ${shown(other)} cannot be stacked`);
  return [...first.slice(0, axis), shapes.length, ...first.slice(axis)];
}

/** One of `parts` equal pieces of an axis. */
export function splitShape(x: Shape, parts: number, axis: number): Shape {
  const length = quotient(x[axis]!, parts);
  if (length === undefined)
    throw new ShapeError(`axis ${axis} of ${shown(x)} cannot be split into ${parts} equal parts`);
  return x.map((d, i) => (i === axis ? length : d));
}
