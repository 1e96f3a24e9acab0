import { listed, placeIn } from "../../columns/categories.js";
import { cellFault, shown } from "./cell-fault.js";
import type { FittedColumn } from "./dataset.js";
import { refuseMissing } from "./fit-column.js";
import type { NumberColumn, RawColumn, TextColumn, VectorColumn } from "./raw-column.js";
import type { UnknownNotes } from "./unknown-cells.js";

/** Where a column goes: `data[row * stride + offset …]`. */
export interface Destination {
  readonly data: Float32Array | Int32Array;
  readonly stride: number;
  readonly offset: number;
}

/** How many numbers a row of this column becomes. */
export const encodedWidth = (fitted: FittedColumn): number =>
  fitted.width ?? (fitted.encode === "onehot" ? fitted.vocabulary!.length : 1);

/** Writes rows of a column, encoded, and notes what training did not know. @throws CellFault */
export function encodeColumn(
  raw: RawColumn,
  fitted: FittedColumn,
  rows: Int32Array,
  to: Destination,
  notes: UnknownNotes,
): void {
  if (raw.kind === "number") encodeNumbers(raw, fitted, rows, to, notes);
  else if (raw.kind === "vector") encodeVectors(raw, fitted, rows, to, notes);
  else encodeText(raw, fitted, rows, to, notes);
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
  { fill, scaling, name, unknown }: FittedColumn,
  rows: Int32Array,
  to: Destination,
  notes: UnknownNotes,
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
      if (x !== x) {
        if (typeof unknown !== "number") refuseMissing(raw);
        notes.add(name, row, null);
        x = unknown as number;
      }
    }
    const y = (x - shift) / scale;
    data[at] = y;
    if (whole ? data[at] !== y : !Number.isFinite(data[at])) throw tooLarge(name, row, x, to);
  }
}

function encodeVectors(
  raw: VectorColumn,
  { scalings, name, width, unknown }: FittedColumn,
  rows: Int32Array,
  to: Destination,
  notes: UnknownNotes,
): void {
  const stand = typeof unknown === "object" ? unknown : null;
  const isEmpty = raw.width === 0; // no row has a list
  if (raw.width !== width && !(isEmpty && stand))
    throw cellFault("data-file/vector-length", rows[0] ?? 0, {
      column: name,
      found: raw.width,
      others: "the training rows have",
      expected: width ?? 1,
    });
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    for (let k = 0; k < width!; k++) {
      let x = isEmpty ? NaN : raw.values[row * raw.width + k]!;
      if (x !== x) {
        if (stand === null) refuseMissing(raw);
        notes.add(name, row, null);
        x = stand![k]!;
      }
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
  fitted: FittedColumn,
  rows: Int32Array,
  to: Destination,
  notes: UnknownNotes,
): void {
  const { vocabulary, untrained = [], fill, encode, name, first } = fitted;
  const places = new Map((vocabulary ?? []).map((text, i) => [text, i] as const));
  for (const text of untrained) places.set(text, -1);
  const indices = Int32Array.from(raw.dictionary, (text) => placeIn(places, text));
  const stand = typeof fill === "string" ? placeIn(places, fill) : -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = raw.codes[row]!;
    const index = code < 0 ? stand : indices[code]!;
    const at = i * to.stride + to.offset;
    if (index >= 0) {
      if (encode === "onehot") to.data[at + index] = 1;
      else to.data[at] = index + (first ?? 0);
      continue;
    }
    const value = code < 0 ? null : raw.dictionary[code]!;
    if (encode === "index" && first === undefined) {
      if (value === null) refuseMissing(raw);
      throw cellFault("data-file/unseen-category", row, {
        column: name,
        value: shown(value),
        known: listed(vocabulary ?? []),
      });
    }
    notes.add(name, row, value); // all zeros, or index 0
  }
}
