import type { Dim, Shape } from "../../tensor/ops.js";

/** A length that the shape rule has already proved to be known. */
export function known(d: Dim | undefined): number {
  if (typeof d !== "number") throw new Error("a length that the shape rule requires to be known is unknown");
  return d;
}

/** A length for estimates: open ones as 1. */
export const orOne = (d: Dim | undefined): number => (typeof d === "number" ? d : 1);

/** Product of the lengths, open ones as 1: for estimates. */
export const volume = (dims: Shape): number => dims.reduce<number>((n, d) => n * orOne(d), 1);

/** Whether a length is known and leaves nothing. */
export const isNone = (d: Dim): boolean => typeof d === "number" && d <= 0;
