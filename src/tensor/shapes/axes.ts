import type { Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/** An axis counted from the start, in a tensor of so many axes; it may be given from the end. */
export function axisOf(rank: number, axis: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= rank)
    throw new ShapeError(`there is no axis ${axis} in a tensor of ${rank} axes`);
  return at;
}

/** Axes counted from the start, in ascending order; none given: all. */
export const axesOf = (rank: number, axes: readonly number[] | undefined): number[] =>
  (axes ?? Array.from({ length: rank }, (_, i) => i)).map((a) => axisOf(rank, a)).sort((a, b) => a - b);

/** The shape with some axes reduced: gone, or kept with length 1. */
export const reducedShape = (x: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  x.flatMap((d, i) => (!axes.includes(i) ? [d] : keepDims ? [1] : []));

export function transposedShape(x: Shape, permutation: readonly number[]): Shape {
  const complete = permutation.length === x.length && x.every((_, i) => permutation.includes(i));
  if (!complete) throw new ShapeError(`the axes of ${shown(x)} cannot be put into the order ${permutation.join(", ")}`);
  return permutation.map((p) => x[p]!);
}

/** The permutation that undoes one. */
export const inverse = (permutation: readonly number[]): number[] => permutation.map((_, i) => permutation.indexOf(i));

/** The k largest of the last axis. */
export function topShape(x: Shape, k: number): Shape {
  const last = x[axisOf(x.length, -1)]!;
  if (typeof last === "number" && k > last) throw new ShapeError(`the last axis of ${shown(x)} has no ${k} places`);
  return [...x.slice(0, -1), k];
}

export const expandedShape = (x: Shape, axis: number): Shape => [...x.slice(0, axis), 1, ...x.slice(axis)];

export function squeezedShape(x: Shape, axes: readonly number[]): Shape {
  for (const a of axes)
    if (x[a] !== 1) throw new ShapeError(`axis ${a} of ${shown(x)} is not of length 1 and cannot be taken away`);
  return x.filter((_, i) => !axes.includes(i));
}
