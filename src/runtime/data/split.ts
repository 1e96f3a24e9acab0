import { permutation } from "../../tensor/random.js";
import type { SplitIr } from "../../ir/ir.js";

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
  let left = Int32Array.from({ length: inputs.rows }, (_, i) => i);
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
  const sizes = new Map<number, number>();
  for (const row of shuffled) sizes.set(classes[row]!, (sizes.get(classes[row]!) ?? 0) + 1);
  const shares = [...sizes].sort(([a], [b]) => a - b).map(([label, size]) => {
    const exact = (size * count) / shuffled.length;
    return { label, quota: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  let missing = count - shares.reduce((sum, share) => sum + share.quota, 0);
  for (const share of [...shares].sort((a, b) => b.remainder - a.remainder || a.label - b.label)) if (missing-- > 0) share.quota++;
  const quota = new Map(shares.map((share) => [share.label, share.quota]));
  return shuffled.filter((row) => {
    const open = quota.get(classes[row]!)!;
    quota.set(classes[row]!, open - 1);
    return open > 0;
  });
}
