import { permutation } from "../../tensor/random.js";
import type { SplitIr } from "../../ir/ir.js";
import { rowRange } from "./row-range.js";

/** Row numbers of each part, ascending (train keeps file order); null where the spec has no such part. */
export interface SplitRows {
  readonly train: Int32Array;
  readonly validation: Int32Array | null;
  readonly test: Int32Array | null;
}

export interface SplitInputs {
  readonly rows: number;
  /** The class of each row, for `stratify`. */
  readonly classes: ArrayLike<number> | null;
  /** Sort keys of a column, for `order`. Not asked for "row". */
  readonly keys: (column: string) => ArrayLike<number>;
}

/**
 * Test first, then validation, from what is left; both fractions are of all rows, rounded to the nearest row. Random parts are the
 * first of a seeded permutation of the rows left; ordered parts are the last by the column, earlier rows first where it is equal.
 */
export function splitRows(test: SplitIr | null, validation: SplitIr | null, inputs: SplitInputs): SplitRows {
  let left: Int32Array = rowRange(inputs.rows);
  const take = (split: SplitIr | null): Int32Array | null => {
    if (split === null) return null;
    const taken = drawn(left, split, inputs);
    const isTaken = new Uint8Array(inputs.rows);
    for (const row of taken) isTaken[row] = 1;
    left = left.filter((row) => isTaken[row] === 0);
    return taken.sort();
  };
  const testRows = take(test);
  const validationRows = take(validation);
  return { train: left, validation: validationRows, test: testRows };
}

function drawn(left: Int32Array, split: SplitIr, inputs: SplitInputs): Int32Array {
  const count = Math.min(left.length, Math.round(split.fraction * inputs.rows));
  if (split.order !== null) return lastBy(left, split.order === "row" ? null : inputs.keys(split.order), count);
  const order = permutation(left.length, split.seed);
  const shuffled = left.map((_, i) => left[order[i]!]!);
  if (!split.stratify || inputs.classes === null) return shuffled.slice(0, count);
  return stratified(shuffled, inputs.classes, count);
}

const lastBy = (left: Int32Array, keys: ArrayLike<number> | null, count: number): Int32Array => {
  const ordered = keys === null ? left : left.slice().sort((a, b) => keys[a]! - keys[b]! || a - b);
  return ordered.slice(ordered.length - count);
};

/** Each class gives its share of `count`: whole parts first, then one each to the largest remainders (ties: the smaller class). */
function stratified(shuffled: Int32Array, classes: ArrayLike<number>, count: number): Int32Array {
  const index = new Map<number, number>();
  const labels: { readonly label: number; size: number; quota: number; remainder: number }[] = [];
  // one look-up a row, then plain arrays: this runs over millions of rows
  const strata = new Int32Array(shuffled.length);
  for (let i = 0; i < shuffled.length; i++) {
    const label = classes[shuffled[i]!]!;
    let stratum = index.get(label);
    if (stratum === undefined) {
      index.set(label, (stratum = labels.length));
      labels.push({ label, size: 0, quota: 0, remainder: 0 });
    }
    strata[i] = stratum;
    labels[stratum]!.size++;
  }
  let missing = count;
  for (const stratum of labels) {
    const exact = (stratum.size * count) / shuffled.length;
    stratum.quota = Math.floor(exact);
    stratum.remainder = exact - stratum.quota;
    missing -= stratum.quota;
  }
  for (const stratum of [...labels].sort((a, b) => b.remainder - a.remainder || a.label - b.label)) if (missing-- > 0) stratum.quota++;
  const open = Int32Array.from(labels, (stratum) => stratum.quota);
  return shuffled.filter((_, i) => open[strata[i]!]!-- > 0);
}
