import { valueOf, type Param } from "../param.js";

export type Factor = number | readonly number[];

/** A number, or the lower and the upper one. */
export const factorParam = (doc: string, positional = true): Param<Factor> =>
  valueOf<Factor>(
    { type: "oneOf", of: [{ type: "number" }, { type: "list", of: { type: "number" } }] },
    { doc, positional },
  );

/** `value_range` of the layers that change colours. */
export const valueRange: Param<readonly number[]> = valueOf<readonly number[]>(
  { type: "list", of: { type: "number" } },
  { doc: "Smallest and largest value of a pixel: results are cut to it. [0, 1] after rescaling.", default: [0, 255] },
);

export const rangeProblem = (range: readonly number[]): string | null =>
  range.length === 2 ? null : "needs two numbers in value_range, the smallest and the largest pixel";

/** Why a factor is none; null when it is one. */
export function factorProblem(factor: Factor, low: number, high: number): string | null {
  const ends = [factor].flat();
  if (typeof factor !== "number" && ends.length !== 2) return "needs a factor of one number or two";
  return ends.every((f) => f >= low && f <= high) ? null : `needs a factor from ${low} to ${high}`;
}

/**
 * Keras's bounds of a draw: f means -f … f as far as the lower limit allows; two numbers are taken in ascending order.
 */
export function bounds(factor: Factor, low: number): readonly [number, number] {
  if (typeof factor === "number") return [Math.max(-Math.abs(factor), low), Math.abs(factor)];
  return [Math.min(...factor), Math.max(...factor)];
}
