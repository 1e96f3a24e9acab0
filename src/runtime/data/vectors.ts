import type { Vector } from "@duckdb/node-bindings";
import { bindings } from "./bindings.js";

/** Whether a row of a vector has a value; null where all have. */
export function nullsOf(vector: Vector, count: number): ((row: number) => boolean) | null {
  const bits = bindings().vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null;
  return bits === null ? null : (row) => ((bits[row >> 3]! >> (row & 7)) & 1) === 0;
}

/** The numbers of a DOUBLE vector; where it has nulls, anything. */
export function doublesOf(vector: Vector, count: number): Float64Array {
  const bytes = bindings().vector_get_data(vector, count * 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, count);
}

/**
 * A VARCHAR vector as DuckDB lays it out: 16 bytes a text, its length and then up to 12 bytes of it, or 4 and a
 * pointer.
 */
export function textViewOf(vector: Vector, count: number): DataView {
  const bytes = bindings().vector_get_data(vector, count * 16);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export function textAt(view: DataView, row: number): string {
  const at = row * 16;
  const length = view.getUint32(at, true);
  const bytes =
    length <= 12
      ? new Uint8Array(view.buffer, view.byteOffset + at + 4, length)
      : bindings().get_data_from_pointer(view.buffer as ArrayBuffer, view.byteOffset + at + 8, length);
  return decoder.decode(bytes);
}

export function textsOf(vector: Vector, count: number): (row: number) => string | null {
  const view = textViewOf(vector, count);
  const isNull = nullsOf(vector, count);
  return (row) => (isNull?.(row) === true ? null : textAt(view, row));
}

/** A LIST vector: where the list of each row starts in the vector of all elements, and how long it is. */
export function listsOf(
  vector: Vector,
  count: number,
): {
  readonly of: (row: number) => readonly [start: number, length: number];
  readonly child: Vector;
  readonly size: number;
} {
  const bytes = bindings().vector_get_data(vector, count * 16);
  const entries = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    of: (row) => [Number(entries.getBigUint64(row * 16, true)), Number(entries.getBigUint64(row * 16 + 8, true))],
    child: bindings().list_vector_get_child(vector),
    size: bindings().list_vector_get_size(vector),
  };
}
