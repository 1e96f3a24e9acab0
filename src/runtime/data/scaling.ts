import type { Normalize } from "../../ir/ir.js";
import type { FittedColumn } from "./dataset.js";

/** The numbers of a column: `values[row * stride + offset]`, `fill` where that is NaN. */
export interface Numbers {
  readonly values: Float64Array;
  readonly stride: number;
  readonly offset: number;
  readonly fill: number;
}

/**
 * Standard: mean and population deviation (scikit-learn's StandardScaler, Keras's Normalization); minmax: to 0…1.
 * Constant: scale 1.
 */
export function scalingOf(
  normalize: Normalize,
  rows: Int32Array,
  { values, stride, offset, fill }: Numbers,
): FittedColumn["scaling"] {
  if (normalize === "none") return null;
  if (normalize === "minmax") {
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < rows.length; i++) {
      let x = values[rows[i]! * stride + offset]!;
      if (x !== x) x = fill;
      if (x < min) min = x;
      if (x > max) max = x;
    }
    return { shift: min, scale: max - min || 1 };
  }
  const shift = meanOf(rows, { values, stride, offset, fill });
  let squares = 0;
  for (let i = 0; i < rows.length; i++) {
    const x = values[rows[i]! * stride + offset]!;
    const d = (x === x ? x : fill) - shift;
    squares += d * d;
  }
  const scale = Math.sqrt(squares / rows.length);
  // what is left of a constant column is the rounding error of its mean
  return { shift, scale: scale > 1e-14 * Math.abs(shift) ? scale : 1 };
}

/** The mean of these rows. */
export function meanOf(rows: Int32Array, { values, stride, offset, fill }: Numbers): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const x = values[rows[i]! * stride + offset]!;
    sum += x === x ? x : fill;
  }
  return sum / rows.length;
}
