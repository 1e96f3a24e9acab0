import type { Shape } from "../../src/tensor/ops.js";
import type { Numbers } from "./layer-case.js";

export interface Values {
  readonly shape: Shape;
  readonly dtype: string;
  readonly data: ArrayLike<number>;
}

/**
 * Why numbers are not the wanted ones; null when they are: same shape, same dtype, and no element further off than
 * `tolerance`, relative where it is above 1.
 */
export function fault(what: string, got: Values | null, want: Numbers | null, tolerance: number): string | null {
  if (got === null || want === null)
    return got === null && want === null ? null : `${what}: ${text(got)}, not ${text(want)}`;
  const dtype = want.dtype ?? "float32";
  if (got.shape.join() !== want.shape.join())
    return `${what} has the shape [${got.shape.join()}], not [${want.shape.join()}]`;
  if (got.dtype !== dtype) return `${what} is ${got.dtype}, not ${dtype}`;
  return distance(what, got.data, want.data, tolerance);
}

const text = (x: { readonly shape: readonly unknown[] } | null): string => (x ? `[${x.shape.join()}]` : "none");

/** The same of plain lists. */
export function distance(
  what: string,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  tolerance: number,
): string | null {
  if (got.length !== want.length) return `${what} has ${got.length} numbers, not ${want.length}`;
  let [worst, at] = [-1, -1];
  for (let i = 0; i < want.length; i++) {
    if (Object.is(got[i], want[i]) || got[i] === want[i]) continue;
    const off = Math.abs(got[i]! - want[i]!) / Math.max(1, Math.abs(want[i]!));
    if (!(off <= worst)) [worst, at] = [off, i]; // NaN included
  }
  return worst <= tolerance ? null : `${what}: ${got[at]} for ${want[at]} at ${at}, ${worst.toExponential(1)} off`;
}

/** The weights of the sum whose gradients a golden holds: 1/8 … 7/8, 1/8, … */
export const coefficients = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => ((i % 7) + 1) / 8);

export const total = (outputs: readonly ArrayLike<number>[]): number =>
  outputs.reduce((sum, y) => coefficients(y.length).reduce((s, w, i) => s + w * y[i]!, sum), 0);
