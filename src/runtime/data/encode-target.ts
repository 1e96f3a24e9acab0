import type { StoredShape } from "../../ir/ir.js";
import { listed } from "../../columns/categories.js";
import { targetShape } from "../../columns/target.js";
import { cellFault, shown } from "./cell-fault.js";
import type { NdArray } from "./dataset.js";
import { refuseMissing } from "./fit-column.js";
import type { FittedTarget } from "./fit-target.js";
import type { RawColumn } from "./raw-column.js";
import { rowMemory } from "./row-memory.js";

/**
 * Targets of some rows, in the shape of the output (null: not known) where they fill it. @throws CellFault for a value
 * that is missing or no class
 */
export function encodeTarget(
  fitted: FittedTarget,
  raws: readonly RawColumn[],
  rows: Int32Array,
  output: StoredShape | null,
): NdArray {
  const { classes, encode } = fitted;
  const each = encode === "onehot" ? classes!.length : 1;
  const cells = raws.reduce((sum, raw) => sum + widthOf(raw), 0);
  const data = rowMemory(encode === "index" ? "int32" : "float32", rows.length * cells * each);
  let offset = 0;
  for (const raw of raws) {
    const width = widthOf(raw);
    const values = classes === null ? numbersOf(raw, rows) : classIndices(raw, fitted, rows);
    for (let i = 0; i < rows.length; i++)
      for (let k = 0; k < width; k++) {
        const value = values[i * width + k]!;
        if (encode !== "onehot") data[i * cells + offset + k] = value;
        else if (value !== fitted.ignored) data[(i * cells + offset + k) * each + value] = 1;
      }
    offset += width;
  }
  return { data, shape: [rows.length, ...targetShape(encode, output, cells, each)] };
}

const widthOf = (raw: RawColumn): number => (raw.kind === "vector" ? raw.width : 1);

/** Labels that occur in some rows and in none of the training rows; empty for numbers. */
export function untaughtLabels(
  fitted: FittedTarget,
  raws: readonly RawColumn[],
  train: Int32Array,
  others: readonly Int32Array[],
): readonly string[] {
  const { classes } = fitted;
  if (classes === null || others.length === 0) return [];
  const seen = (parts: readonly Int32Array[]): Uint8Array => {
    const marks = new Uint8Array(classes.length);
    for (const rows of parts)
      for (const raw of raws)
        for (const index of classIndices(raw, fitted, rows)) if (index !== fitted.ignored) marks[index] = 1;
    return marks;
  };
  const [taught, met] = [seen([train]), seen(others)];
  return classes.filter((_, i) => met[i] === 1 && taught[i] === 0);
}

/** The numbers of each row, as they are. */
function numbersOf(raw: RawColumn, rows: Int32Array): Float64Array {
  const width = widthOf(raw);
  const numbers = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let k = 0; k < width; k++) {
      const x = raw.kind === "text" ? NaN : raw.values[rows[i]! * width + k]!;
      if (x !== x) refuseMissing(raw);
      numbers[i * width + k] = x;
    }
  return numbers;
}

/** The class index of each label of each row; the ignored label stays what it is. */
function classIndices(raw: RawColumn, { classes, ignored }: FittedTarget, rows: Int32Array): Int32Array {
  return raw.kind === "text" ? textIndices(raw, classes!, rows) : numberIndices(raw, classes!, ignored, rows);
}

function textIndices(
  raw: Extract<RawColumn, { kind: "text" }>,
  classes: readonly string[],
  rows: Int32Array,
): Int32Array {
  const places = new Map(classes.map((label, i) => [label, i] as const));
  const known = Int32Array.from(raw.dictionary, (text) => places.get(text) ?? -1);
  const indices = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = raw.codes[rows[i]!]!;
    if (code < 0) refuseMissing(raw);
    const index = known[code]!;
    if (index < 0) {
      const params = { column: raw.name, value: shown(raw.dictionary[code]), known: listed(classes) };
      throw cellFault("data-file/unseen-label", rows[i]!, params);
    }
    indices[i] = index;
  }
  return indices;
}

function numberIndices(
  raw: Exclude<RawColumn, { kind: "text" }>,
  classes: readonly string[],
  ignored: number | undefined,
  rows: Int32Array,
): Int32Array {
  const width = widthOf(raw);
  const indices = new Int32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let k = 0; k < width; k++) {
      const label = raw.values[rows[i]! * width + k]!;
      if (label !== label) refuseMissing(raw);
      if (label !== ignored && (!Number.isInteger(label) || label < 0 || label >= classes.length)) {
        const params = { column: raw.name, value: String(label), classes: classes.length };
        throw cellFault("data-file/label-range", rows[i]!, params);
      }
      indices[i * width + k] = label;
    }
  return indices;
}
