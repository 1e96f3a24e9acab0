import type { Dim, Shape } from "../../tensor/ops.js";

/**
 * The shape of an elementwise merge (Keras's Merge): shapes without their batch are aligned at the end, 1 stretches to
 * any length. null: two lengths disagree, or an open one is not known to be the other.
 */
export function broadcastMerge(shapes: readonly Shape[]): Shape | null {
  let merged: readonly Dim[] = shapes[0]!.slice(1);
  for (const shape of shapes.slice(1)) {
    const joined = broadcastPair(merged, shape.slice(1));
    if (joined === null) return null;
    merged = joined;
  }
  return [shapes.map((s) => s[0] as Dim).find((rows) => rows !== null) ?? null, ...merged];
}

function broadcastPair(a: readonly Dim[], b: readonly Dim[]): readonly Dim[] | null {
  if (a.length < b.length) return broadcastPair(b, a);
  const lead = a.length - b.length;
  const tail = b.map((d, i) => join(a[lead + i]!, d));
  return tail.some((d) => d === undefined) ? null : [...a.slice(0, lead), ...(tail as Dim[])];
}

/** undefined: they disagree. */
function join(a: Dim, b: Dim): Dim | undefined {
  if (a === 1) return b;
  return b === 1 || a === b ? a : undefined;
}
