import { cellFault, shown } from "./cell-fault.js";
import type { FittedColumn } from "./dataset.js";
import { refuseMissing } from "./fit-column.js";
import type { NumberColumn, RawColumn, TextColumn, VectorColumn } from "./raw-column.js";
import { listed } from "./vocabulary.js";

/** Where a column goes: `data[row * stride + offset …]`. */
export interface Destination {
  readonly data: Float32Array | Int32Array;
  readonly stride: number;
  readonly offset: number;
}

/** How many numbers a row of this column becomes. */
export const encodedWidth = (fitted: FittedColumn): number =>
  fitted.width ?? (fitted.encode === "onehot" ? fitted.vocabulary!.length : 1);

/** Writes rows of a column, encoded. @throws CellFault for missing, unseen or too large values */
export function encodeColumn(raw: RawColumn, fitted: FittedColumn, rows: Int32Array, to: Destination): void {
  if (raw.kind === "number") encodeNumbers(raw, fitted, rows, to);
  else if (raw.kind === "vector") encodeVectors(raw, fitted, rows, to);
  else encodeText(raw, fitted, rows, to);
}

const tooLarge = (name: string, row: number, value: number, to: Destination) =>
  cellFault("data-file/bad-value", row, {
    column: name,
    value: String(value),
    expected:
      to.data instanceof Int32Array
        ? "a whole number of 32 bits, which this input takes"
        : "a number that float32 can hold once it is scaled",
  });

function encodeNumbers(
  raw: NumberColumn,
  { fill, scaling, name }: FittedColumn,
  rows: Int32Array,
  to: Destination,
): void {
  const { data, stride } = to;
  const { values } = raw;
  const shift = scaling?.shift ?? 0;
  const scale = scaling?.scale ?? 1;
  const stand = typeof fill === "number" ? fill : NaN;
  const whole = data instanceof Int32Array;
  for (let i = 0, at = to.offset; i < rows.length; i++, at += stride) {
    const row = rows[i]!;
    let x = values[row]!;
    if (x !== x) {
      x = stand;
      if (x !== x) refuseMissing(raw);
    }
    const y = (x - shift) / scale;
    data[at] = y;
    if (whole ? data[at] !== y : !Number.isFinite(data[at])) throw tooLarge(name, row, x, to);
  }
}

function encodeVectors(
  raw: VectorColumn,
  { scalings, name, width }: FittedColumn,
  rows: Int32Array,
  to: Destination,
): void {
  if (raw.width !== width)
    throw cellFault("data-file/vector-length", rows[0] ?? 0, { column: name, found: raw.width, expected: width ?? 1 });
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    for (let k = 0; k < raw.width; k++) {
      const x = raw.values[row * raw.width + k]!;
      if (Number.isNaN(x)) refuseMissing(raw);
      const scaling = scalings?.[k];
      const y = scaling === undefined ? x : (x - scaling.shift) / scaling.scale;
      const at = i * to.stride + to.offset + k;
      to.data[at] = y;
      if (to.data instanceof Int32Array ? to.data[at] !== y : !Number.isFinite(to.data[at]))
        throw tooLarge(name, row, x, to);
    }
  }
}

function encodeText(
  raw: TextColumn,
  { vocabulary, fill, encode, name }: FittedColumn,
  rows: Int32Array,
  to: Destination,
): void {
  const places = new Map((vocabulary ?? []).map((text, i) => [text, i] as const));
  const indices = Int32Array.from(raw.dictionary, (text) => places.get(text) ?? -1);
  const stand = typeof fill === "string" ? (places.get(fill) ?? -1) : -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = raw.codes[row]!;
    if (code < 0 && stand < 0) refuseMissing(raw);
    const index = code < 0 ? stand : indices[code]!;
    if (index < 0)
      throw cellFault("data-file/unseen-category", row, {
        column: name,
        value: shown(raw.dictionary[code]),
        known: listed(vocabulary ?? []),
      });
    if (encode === "onehot") to.data[i * to.stride + to.offset + index] = 1;
    else to.data[i * to.stride + to.offset] = index;
  }
}
