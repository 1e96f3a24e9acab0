import { isDateText, isNumberText } from "../../columns/order.js";
import { COUNTED } from "../../ir/data-facts.js";
import type { Vector } from "@duckdb/node-bindings";
import { Doubt } from "./sinks.js";
import { textIndex } from "./text-index.js";
import { doublesOf, listsOf, nullsOf, textAt, textViewOf } from "./vectors.js";

/** What is known of the numbers of a column, chunk by chunk. */
export interface NumberTally {
  readonly add: (vector: Vector, count: number, firstRow: number) => void;
  /** How many numbers there are. */
  readonly present: () => number;
  readonly firstMissing: () => number;
  readonly range: () => { readonly min: number | null; readonly max: number | null; readonly whole: boolean };
  /** The different numbers, null when there are more than `COUNTED`. */
  readonly different: () => readonly number[] | null;
}

/** `parsed`: missing numbers are null, and a NaN or infinity is a `Doubt`; else missing ones are NaN or null. */
export function numberTally(parsed: boolean): NumberTally {
  const known = numberSet();
  let present = 0;
  let firstMissing = -1;
  let [min, max, whole] = [Infinity, -Infinity, true];
  return {
    add: (vector, count, firstRow) => {
      const values = doublesOf(vector, count);
      const isNull = nullsOf(vector, count);
      for (let i = 0; i < count; i++) {
        const x = values[i]!;
        const missing = isNull?.(i) === true;
        if (parsed && !missing && !Number.isFinite(x)) throw new Doubt("a cell is no plain number");
        if (missing || x !== x) {
          if (firstMissing < 0) firstMissing = firstRow + i;
          continue;
        }
        present++;
        if (x < min) min = x;
        if (x > max) max = x;
        if (whole && x !== Math.floor(x)) whole = false;
        known.add(x);
      }
    },
    present: () => present,
    firstMissing: () => firstMissing,
    range: () => ({ min: present > 0 ? min : null, max: present > 0 ? max : null, whole: present > 0 && whole }),
    different: known.all,
  };
}

/**
 * A set of numbers that gives up when there are more than `COUNTED`: several times as fast as a Set for millions of
 * them.
 */
function numberSet(): { readonly add: (x: number) => void; readonly all: () => readonly number[] | null } {
  let slots = new Float64Array(64).fill(NaN);
  const bits = new Int32Array(2);
  const number = new Float64Array(bits.buffer);
  let count = 0;
  const put = (x: number): boolean => {
    number[0] = x + 0; // -0 and 0 are one value
    const hash = Math.imul(bits[0]! ^ Math.imul(bits[1]!, 0x85ebca6b), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
    for (let there = slots[slot]!; there === there; there = slots[slot]!) {
      if (there === x) return false;
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = number[0];
    return true;
  };
  return {
    add: (x) => {
      if (count > COUNTED || !put(x) || ++count * 2 < slots.length) return;
      const old = slots;
      slots = new Float64Array(old.length * 2).fill(NaN);
      for (const there of old) if (there === there) put(there);
    },
    all: () => (count > COUNTED ? null : Array.from(slots).filter((x) => !Number.isNaN(x))),
  };
}

/** What is known of the texts of a column, where the empty text stands for a missing one. */
export interface TextTally {
  readonly add: (vector: Vector, count: number, firstRow: number) => void;
  readonly present: () => number;
  readonly firstMissing: () => number;
  /** The different texts, null when there are more than `COUNTED`. */
  readonly different: () => readonly string[] | null;
  /**
   * The first text that is no date that sorts as text, where not all are numbers; null: there is none among those
   * counted.
   */
  readonly unordered: () => { readonly row: number; readonly value: string } | null;
}

/** Codes that nobody reads: as many as a vector has at most. */
const scratch = new Int32Array(2048);

export function textTally(): TextTally {
  const index = textIndex();
  let present = 0;
  let firstMissing = -1;
  const order = orderTally();
  return {
    add: (vector, count, firstRow) => {
      const view = textViewOf(vector, count);
      for (let i = 0; i < count; i++) {
        if (view.getUint32(i * 16, true) > 0) present++;
        else if (firstMissing < 0) firstMissing = firstRow + i;
      }
      const known = index.texts().length;
      if (known > COUNTED + 1) return;
      index.codes(vector, count, scratch, 0);
      if (index.texts().length > known) order.add(index.texts(), known, count, firstRow);
    },
    present: () => present,
    firstMissing: () => firstMissing,
    different: () => {
      const texts = index.texts().filter((text) => text !== "");
      return texts.length > COUNTED ? null : texts;
    },
    unordered: order.first,
  };
}

/** What rows cannot be ordered by, among new texts; their codes are in `scratch`. */
function orderTally(): {
  readonly add: (texts: readonly string[], from: number, count: number, firstRow: number) => void;
  readonly first: TextTally["unordered"];
} {
  let noDate: { row: number; value: string } | null = null;
  let allNumbers = true;
  return {
    add: (texts, from, count, firstRow) => {
      for (let code = from; code < texts.length; code++) {
        const text = texts[code]!;
        if (text === "") continue;
        allNumbers &&= isNumberText(text);
        if (noDate === null && !isDateText(text))
          noDate = { row: firstRow + scratch.subarray(0, count).indexOf(code), value: text };
      }
    },
    first: () => (allNumbers ? null : noDate),
  };
}

/** What is known of lists: how long they are, and what their elements span. */
export interface ListTally {
  readonly add: (vector: Vector, count: number, firstRow: number) => void;
  /** How many lists there are that miss nothing. */
  readonly present: () => number;
  readonly firstMissing: () => number;
  readonly facts: () => {
    /** Null: they differ, or there is none. */
    readonly width: number | null;
    readonly min: number | null;
    readonly max: number | null;
    readonly whole: boolean;
  };
}

/** Of DOUBLE[]. A list that lacks an element is missing, and its other elements count all the same. */
export function listTally(): ListTally {
  let width: number | null | undefined;
  let [min, max, whole] = [Infinity, -Infinity, true];
  let [present, firstMissing] = [0, -1];
  return {
    add: (vector, count, firstRow) => {
      const isNull = nullsOf(vector, count);
      const lists = listsOf(vector, count);
      const elements = doublesOf(lists.child, lists.size);
      const isNoElement = nullsOf(lists.child, lists.size);
      for (let i = 0; i < count; i++) {
        const [start, length] = isNull?.(i) === true ? [0, -1] : lists.of(i);
        let gaps = length < 0;
        if (length >= 0) width = width === undefined || width === length ? length : null;
        for (let k = start; k < start + length; k++) {
          const x = isNoElement?.(k) === true ? NaN : elements[k]!;
          if (x !== x) gaps = true;
          if (x < min) min = x;
          if (x > max) max = x;
          if (whole && x !== Math.floor(x) && x === x) whole = false;
        }
        if (!gaps) present++;
        else if (firstMissing < 0) firstMissing = firstRow + i;
      }
    },
    present: () => present,
    firstMissing: () => firstMissing,
    facts: () => ({
      width: width ?? null,
      min: min <= max ? min : null,
      max: min <= max ? max : null,
      whole: min <= max && whole,
    }),
  };
}

/** Finds the first text that stands where there is no number. */
export function strayTally(): {
  readonly add: (numbers: Vector, texts: Vector, count: number, firstRow: number) => void;
  readonly first: () => { readonly row: number; readonly value: string } | null;
} {
  let first: { row: number; value: string } | null = null;
  return {
    add: (numbers, texts, count, firstRow) => {
      if (first !== null) return;
      const values = doublesOf(numbers, count);
      const view = textViewOf(texts, count);
      const row = values.findIndex((x, i) => x !== x && view.getUint32(i * 16, true) > 0);
      if (row >= 0) first = { row: firstRow + row, value: textAt(view, row) };
    },
    first: () => first,
  };
}
