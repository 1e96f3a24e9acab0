import type { TargetIr } from "../../ir/ir.js";
import { cellFault, shown } from "./cell-fault.js";
import type { NdArray, Preprocessing } from "./dataset.js";
import { fail } from "./fail.js";
import { refuseMissing } from "./fit-column.js";
import type { RawColumn } from "./raw-column.js";
import { listed, vocabularyOf, sortCategories } from "./vocabulary.js";
import { rowMemory } from "./row-memory.js";

export type FittedTarget = Preprocessing["targets"][string];

/** Numeric labels name their own index: `0`, `1`, … */
export const isIndexClasses = (classes: readonly string[]): boolean => classes.every((label, i) => label === String(i));

/**
 * Learns the classes of a target from the training rows. Numbers as `number` have none; text as `number` must have two
 * labels, which become 0 and 1 in sorted order (binary losses). Numeric labels are indices as they are; text labels are
 * sorted.
 */
export function fitTarget(target: TargetIr, raws: readonly RawColumn[], train: Int32Array, file: string): FittedTarget {
  raws.forEach(refuseMissing);
  const base = { encode: target.encode, columns: target.columns };
  const texts = raws.filter((raw) => raw.kind === "text");
  const column = target.columns.join(", ");
  const countError = (found: string, expected: string) =>
    fail("data-file/class-count", { file, column, found, expected });
  if (texts.length > 0 && texts.length < raws.length)
    throw countError("labels in some columns and numbers in others", "one kind");
  if (texts.length > 0) {
    const classes = sortCategories([...new Set(texts.flatMap((raw) => vocabularyOf(raw, train)))]);
    if (target.encode === "number" && classes.length !== 2)
      throw countError(`${classes.length} text labels`, "numbers or two labels");
    const most = target.encode === "number" || target.classes === null ? Infinity : Math.max(2, target.classes);
    if (classes.length > most) throw countError(`${classes.length} labels (${listed(classes)})`, `at most ${most}`);
    return { ...base, classes: padded(classes, target) };
  }
  if (target.encode === "number") return { ...base, classes: null };
  const labels = raws.map((raw) => {
    if (raw.kind !== "number") throw countError("lists", "one label a row");
    return raw;
  });
  let count = target.classes === 1 ? 2 : (target.classes ?? 0);
  if (target.classes === null)
    for (const raw of labels) for (const row of train) count = Math.max(count, raw.values[row]! + 1);
  if (!(count <= 1e7)) throw countError(`a label of ${count - 1}`, "class indices below ten million");
  return { ...base, classes: Array.from({ length: Math.ceil(count) }, (_, i) => String(i)) };
}

/** One-hot rows are as wide as the output, also when a label is not in the data. */
const padded = (classes: readonly string[], target: TargetIr): readonly string[] => {
  const width = target.encode === "onehot" ? (target.classes ?? 0) : 0;
  return classes.length >= width
    ? classes
    : [...classes, ...Array.from({ length: width - classes.length }, (_, i) => `(unused ${i})`)];
};

/** Targets of some rows. `seen`: labels of the training rows, when any other is an error. */
export function encodeTarget(
  fitted: FittedTarget,
  raws: readonly RawColumn[],
  rows: Int32Array,
  shape: (width: number) => readonly number[],
  seen: ReadonlySet<number> | null,
): NdArray {
  const { classes, encode } = fitted;
  const each = encode === "onehot" ? classes!.length : 1;
  const width = raws.reduce((sum, raw) => sum + (raw.kind === "vector" ? raw.width : each), 0);
  const data = rowMemory(encode === "index" ? "int32" : "float32", rows.length * width);
  let offset = 0;
  for (const raw of raws) {
    const indices = classes === null || raw.kind === "vector" ? null : classIndices(raw, classes, seen, rows);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const at = i * width + offset;
      if (raw.kind === "vector") {
        const values = raw.values.subarray(row * raw.width, (row + 1) * raw.width);
        if (values.some(Number.isNaN)) refuseMissing(raw);
        data.set(values, at);
      } else if (indices === null) {
        const x = raw.kind === "number" ? raw.values[row]! : NaN;
        if (Number.isNaN(x)) refuseMissing(raw);
        data[at] = x;
      } else if (encode === "onehot") data[at + indices[i]!] = 1;
      else data[at] = indices[i]!;
    }
    offset += raw.kind === "vector" ? raw.width : each;
  }
  return { data, shape: [rows.length, ...shape(width)] };
}

/** The labels that occur, as class indices. */
export function labelsOf(
  fitted: FittedTarget,
  raws: readonly RawColumn[],
  rows: Int32Array,
): ReadonlySet<number> | null {
  if (fitted.classes === null) return null;
  const isSeen = new Uint8Array(fitted.classes.length);
  for (const raw of raws) {
    const indices = classIndices(raw, fitted.classes, null, rows);
    for (let i = 0; i < indices.length; i++) isSeen[indices[i]!] = 1;
  }
  return new Set(fitted.classes.flatMap((_, index) => (isSeen[index] === 1 ? [index] : [])));
}

/** The class index of each row. `seen`: labels of the training rows, when any other is an error. */
function classIndices(
  raw: RawColumn,
  classes: readonly string[],
  seen: ReadonlySet<number> | null,
  rows: Int32Array,
): Int32Array {
  const indices = new Int32Array(rows.length);
  const unseen = (row: number, value: unknown) => {
    const known = listed(seen === null ? classes : classes.filter((_, i) => seen.has(i)));
    return cellFault("data-file/unseen-label", row, { column: raw.name, value: shown(value), known });
  };
  const places = new Map(classes.map((label, i) => [label, i] as const));
  if (raw.kind === "text") {
    const known = Int32Array.from(raw.dictionary, (text) => places.get(text) ?? -1);
    for (let code = 0; code < known.length; code++) if (seen?.has(known[code]!) === false) known[code] = -1;
    for (let i = 0; i < rows.length; i++) {
      const code = raw.codes[rows[i]!]!;
      if (code < 0) refuseMissing(raw);
      const index = known[code]!;
      if (index < 0) throw unseen(rows[i]!, raw.dictionary[code]);
      indices[i] = index;
    }
    return indices;
  }
  const isKnown = Uint8Array.from(classes, (_, i) => (seen === null || seen.has(i) ? 1 : 0));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const label = raw.values[row]!;
    if (Number.isNaN(label)) refuseMissing(raw);
    if (!Number.isInteger(label) || label < 0 || label >= classes.length)
      throw cellFault("data-file/label-range", row, {
        column: raw.name,
        value: String(label),
        classes: classes.length,
      });
    if (isKnown[label] === 0) throw unseen(row, label);
    indices[i] = label;
  }
  return indices;
}
