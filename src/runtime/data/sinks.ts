import type { Vector } from "@duckdb/node-bindings";
import type { Budget } from "./budget.js";
import { cellFault } from "./cell-fault.js";
import { FLOAT32_OVERFLOW } from "./float32.js";
import { isMissingToken } from "./missing-token.js";
import type { RawColumn } from "./raw-column.js";
import type { SourceColumn } from "./source-table.js";
import { textIndex } from "./text-index.js";
import { doublesOf, listsOf, nullsOf } from "./vectors.js";

/** A column that grows by chunks. */
export interface Sink {
  /** What to select for it. */
  readonly sql: string;
  readonly add: (vector: Vector, count: number) => void;
  readonly column: () => RawColumn;
  /**
   * Whether there are missing values, and the first place of a number that float32 cannot hold, -1 where there is none.
   */
  readonly seen: () => { readonly gaps: boolean; readonly overflowAt: number };
}

/** A cell that only the careful way of reading can judge. */
export class Doubt extends Error {}

/** Numbers with room for some; grows by doubling. Room that is not used takes no memory. */
function growing(
  room: number,
  budget: Budget,
): { data: () => Float64Array; reserve: (n: number) => Float64Array; used: number } {
  let data = new Float64Array(room > 0 ? room : 8192);
  const self = {
    used: 0,
    data: () => data.subarray(0, self.used),
    reserve: (n: number) => {
      budget.numbers(n * 8);
      if (self.used + n > data.length) {
        const larger = new Float64Array(Math.max(data.length * 2, self.used + n));
        larger.set(data.subarray(0, self.used));
        data = larger;
      }
      return data;
    },
  };
  return self;
}

/** Copies numbers; false as soon as one is NaN or more than float32 holds. */
function copied(from: Float64Array, to: Float64Array, at: number): boolean {
  let plain = true;
  for (let i = 0; i < from.length; i++) {
    const x = from[i]!;
    to[at + i] = x;
    if (!(x < FLOAT32_OVERFLOW && x > -FLOAT32_OVERFLOW)) plain = false;
  }
  return plain;
}

/**
 * `parsed`: the reader itself makes numbers of the cells and null of the missing ones. A NaN or infinity is then
 * written out in the file, which is a matter for a second look at the text.
 */
export function numberSink(column: SourceColumn, parsed: boolean, room: number, budget: Budget): Sink {
  const values = growing(room, budget);
  let gaps = false;
  let overflowAt = -1;
  return {
    sql: parsed ? column.raw : column.number,
    add: (vector, count) => {
      const data = values.reserve(count);
      const at = values.used;
      const isNull = nullsOf(vector, count);
      const plain = copied(doublesOf(vector, count), data, at);
      values.used += count;
      if (plain && isNull === null) return;
      for (let i = 0; i < count; i++) {
        const x = data[at + i]!;
        if (isNull?.(i) === true) {
          data[at + i] = NaN;
          gaps = true;
        } else if (parsed && !(Math.abs(x) < FLOAT32_OVERFLOW)) throw new Doubt("a cell is no plain number");
        else if (x !== x) gaps = true;
        else if (overflowAt < 0 && Math.abs(x) >= FLOAT32_OVERFLOW) overflowAt = at + i;
      }
    },
    column: () => ({ kind: "number", name: column.name, values: values.data() }),
    seen: () => ({ gaps, overflowAt }),
  };
}

export function textSink(column: SourceColumn, room: number, budget: Budget): Sink {
  const index = textIndex(budget.text);
  let codes = new Int32Array(room > 0 ? room : 8192);
  let used = 0;
  // a column of a typed format says null where it misses something; its texts mean themselves
  const missing = column.typeName === "text" ? isMissingToken : (text: string): boolean => text === "";
  const numbers = column.type === "number" && column.typeName !== "text" && column.typeName !== "JSON";
  return {
    sql: numbers ? `cast(${column.number} as varchar)` : `coalesce(${column.text}, '')`,
    add: (vector, count) => {
      budget.numbers(count * 4);
      if (used + count > codes.length) {
        const larger = new Int32Array(Math.max(codes.length * 2, used + count));
        larger.set(codes);
        codes = larger;
      }
      index.codes(vector, count, codes, used);
      used += count;
    },
    column: () => {
      const texts = numbers ? index.texts().map(plainNumber) : index.texts();
      const dictionary = [...new Set(texts)].filter((text) => !missing(text));
      const place = new Map(dictionary.map((text, i) => [text, i] as const));
      const moved = Int32Array.from(texts, (text) => place.get(text) ?? -1);
      for (let i = 0; i < used; i++) codes[i] = moved[codes[i]!]!;
      return { kind: "text", name: column.name, codes: codes.subarray(0, used), dictionary };
    },
    seen: () => ({ gaps: false, overflowAt: -1 }),
  };
}

/** `3.0` → `3`: a number's text does not depend on the type it is stored as. */
const plainNumber = (text: string): string => (text === "nan" ? "" : String(Number(text)));

export function vectorSink(column: SourceColumn, budget: Budget): Sink {
  const values = growing(0, budget);
  let width = -1;
  let rows = 0;
  let gaps = false;
  let overflowAt = -1;
  return {
    sql: `cast(${column.raw} as double[])`,
    add: (vector, count) => {
      const isNull = nullsOf(vector, count);
      const lists = listsOf(vector, count);
      const elements = doublesOf(lists.child, lists.size);
      const isNoElement = nullsOf(lists.child, lists.size);
      for (let i = 0; i < count; i++, rows++) {
        const [start, length] = isNull?.(i) === true ? [0, -1] : lists.of(i);
        if (length >= 0 && width < 0) {
          width = length;
          if (rows > 0) values.reserve(rows * width).fill(NaN, 0, (values.used = rows * width));
        }
        if (length >= 0 && length !== width)
          throw cellFault("data-file/vector-length", rows, {
            column: column.name,
            found: length,
            others: "row 1 has",
            expected: width,
          });
        if (width < 0) continue;
        const data = values.reserve(width);
        for (let k = 0; k < width; k++) {
          const x = length < 0 || isNoElement?.(start + k) === true ? NaN : elements[start + k]!;
          if (x !== x) gaps = true;
          else if (overflowAt < 0 && Math.abs(x) >= FLOAT32_OVERFLOW) overflowAt = values.used + k;
          data[values.used + k] = x;
        }
        values.used += width;
      }
    },
    column: () => ({ kind: "vector", name: column.name, width: Math.max(width, 0), values: values.data() }),
    seen: () => ({ gaps, overflowAt }),
  };
}
