import type { Dim, Shape } from "../../tensor/ops.js";

/** A length that the shape rule has already proved to be known. */
export function known(d: Dim | undefined): number {
  if (typeof d !== "number") throw new Error("a length that the shape rule requires to be known is unknown");
  return d;
}

/** Product of the lengths, unknown ones as 1: for estimates. */
export const volume = (dims: Shape): number => dims.reduce<number>((n, d) => n * (d ?? 1), 1);
