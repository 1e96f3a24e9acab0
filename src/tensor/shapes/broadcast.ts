import type { Dim, Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/**
 * numpy's rule: shapes are aligned at the end, and 1 stretches to any length. An open length stands beside itself and
 * beside 1 only.
 */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dim => {
    const x = i < rank - a.length ? 1 : (a[i - rank + a.length] as Dim);
    const y = i < rank - b.length ? 1 : (b[i - rank + b.length] as Dim);
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new ShapeError(
      `shapes ${shown(a)} and ${shown(b)} do not broadcast: an axis has ${x ?? "rows"} and ${y ?? "rows"}`,
    );
  });
}

/** Axes of `shape` along which a tensor of shape `from` is repeated when it broadcasts to it. */
export function repeatedAxes(shape: Shape, from: Shape): number[] {
  const extra = shape.length - from.length;
  return shape.flatMap((d, i) => (i < extra || (from[i - extra] === 1 && d !== 1) ? [i] : []));
}

/** The shape of `like`, which a tensor has to broadcast to without making it larger. */
export function broadcastTo(x: Shape, like: Shape): Shape {
  const joined = broadcastShape(x, like);
  if (joined.length !== like.length || joined.some((d, i) => d !== like[i]))
    throw new ShapeError(`${shown(x)} cannot be repeated to ${shown(like)}`);
  return like;
}
