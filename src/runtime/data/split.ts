import { permutation } from "../../tensor/random.js";
import { partSizes } from "../../columns/parts.js";
import { isFold } from "../../ir/folds.js";
import type { FoldIr, SplitIr, ValidationIr } from "../../ir/ir.js";
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
 * Test first, then validation, from what is left; both fractions are of all rows, rounded to the nearest row. Random
 * parts are the first of a seeded permutation of the rows left; ordered parts are the last by the column, earlier rows
 * first where it is equal. A fold is one of the disjoint parts of all rows that are no test rows.
 */
export function splitRows(test: SplitIr | null, validation: ValidationIr | null, inputs: SplitInputs): SplitRows {
  let left: Int32Array = rowRange(inputs.rows);
  const share = validation !== null && !isFold(validation) ? validation : null;
  const sizes = partSizes(inputs.rows, { test, validation: share });
  const take = (split: ValidationIr | null, count: number | null): Int32Array | null => {
    if (split === null) return null;
    const taken = isFold(split) ? foldOf(left, split, inputs) : drawn(left, split, inputs, count!);
    const isTaken = new Uint8Array(inputs.rows);
    for (let i = 0; i < taken.length; i++) isTaken[taken[i]!] = 1;
    const [before, rest] = [left, new Int32Array(left.length - taken.length)];
    // in the order of the file, both
    for (let i = 0, t = 0, r = 0; i < before.length; i++) {
      const row = before[i]!;
      if (isTaken[row] === 1) taken[t++] = row;
      else rest[r++] = row;
    }
    left = rest;
    return taken;
  };
  const testRows = take(test, sizes.test);
  const validationRows = take(validation, sizes.validation);
  return { train: left, validation: validationRows, test: testRows };
}

/**
 * Every `of`-th of the rows in a seeded order, from the fold's own place on: with `stratify` of the rows class by class
 * (so that a class's rows are as many in each fold, give or take one, and so are all rows).
 */
function foldOf(left: Int32Array, { fold, of, seed, stratify }: FoldIr, { classes }: SplitInputs): Int32Array {
  const order = permutation(left.length, seed);
  for (let i = 0; i < order.length; i++) order[i] = left[order[i]!]!;
  const ordered = stratify && classes !== null ? byClass(order, classes) : order;
  const rows = new Int32Array(Math.max(0, Math.ceil((ordered.length - fold + 1) / of)));
  for (let i = 0; i < rows.length; i++) rows[i] = ordered[fold - 1 + i * of]!;
  return rows;
}

/** The rows of the smallest class first, each class's in the order given. */
function byClass(rows: Int32Array, classes: ArrayLike<number>): Int32Array {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const label = classes[rows[i]!]!;
    const group = groups.get(label);
    if (group) group.push(rows[i]!);
    else groups.set(label, [rows[i]!]);
  }
  return Int32Array.from([...groups].sort(([a], [b]) => a - b).flatMap(([, group]) => group));
}

function drawn(left: Int32Array, split: SplitIr, inputs: SplitInputs, count: number): Int32Array {
  if (split.order !== null) return lastBy(left, split.order === "row" ? null : inputs.keys(split.order), count);
  const order = permutation(left.length, split.seed);
  if (split.stratify && inputs.classes !== null) return stratified(left, order, inputs.classes, count);
  const first = order.slice(0, count);
  for (let i = 0; i < count; i++) first[i] = left[first[i]!]!;
  return first;
}

const lastBy = (left: Int32Array, keys: ArrayLike<number> | null, count: number): Int32Array => {
  const ordered = keys === null ? left : left.slice().sort((a, b) => keys[a]! - keys[b]! || a - b);
  return ordered.slice(ordered.length - count);
};

/**
 * Each class gives its share of `count`: whole parts first, then one each to the largest remainders (ties: the smaller
 * class). Rows are looked at in the file's order but for the few that are drawn: jumping about millions of rows takes
 * longer than all else here.
 */
function stratified(left: Int32Array, order: Int32Array, classes: ArrayLike<number>, count: number): Int32Array {
  const index = strataOf();
  const labels: { readonly label: number; size: number; quota: number; remainder: number }[] = [];
  const strata = new Int32Array(left.length);
  for (let i = 0; i < left.length; i++) {
    const label = classes[left[i]!]!;
    const stratum = index(label);
    if (stratum === labels.length) labels.push({ label, size: 0, quota: 0, remainder: 0 });
    strata[i] = stratum;
    labels[stratum]!.size++;
  }
  let missing = count;
  for (const stratum of labels) {
    const exact = (stratum.size * count) / left.length;
    stratum.quota = Math.floor(exact);
    stratum.remainder = exact - stratum.quota;
    missing -= stratum.quota;
  }
  for (const stratum of [...labels].sort((a, b) => b.remainder - a.remainder || a.label - b.label))
    if (missing-- > 0) stratum.quota++;
  const open = Int32Array.from(labels, (stratum) => stratum.quota);
  const drawn = new Int32Array(count);
  for (let i = 0, at = 0; at < count; i++) {
    const place = order[i]!;
    if (open[strata[place]!]!-- > 0) drawn[at++] = left[place]!;
  }
  return drawn;
}

/** Numbers labels in order of first appearance; small whole ones, which class indices are, without a Map. */
function strataOf(): (label: number) => number {
  const small = new Int32Array(1024).fill(-1);
  const others = new Map<number, number>();
  let count = 0;
  return (label) => {
    if (label >= 0 && label < small.length && Number.isInteger(label))
      return small[label]! >= 0 ? small[label]! : (small[label] = count++);
    let stratum = others.get(label);
    if (stratum === undefined) others.set(label, (stratum = count++));
    return stratum;
  };
}
