import type { Vector } from "@duckdb/node-bindings";
import { textAt, textViewOf } from "./vectors.js";

/** Numbers texts in order of first appearance. */
export interface TextIndex {
  /** Appends the codes of a vector's texts, which must not be null. */
  readonly codes: (vector: Vector, count: number, to: Int32Array, at: number) => void;
  readonly texts: () => readonly string[];
}

/**
 * DuckDB keeps texts of up to 12 bytes in the vector itself: length and three words, zero-padded. Those are looked up
 * as numbers in an open hash table, since making a JavaScript string of a million cells takes longer than reading them.
 * Others go through a Map. `onNew` is told the length of each text that was not there before, and how many there are
 * then.
 */
export function textIndex(onNew: (length: number, count: number) => void = () => undefined): TextIndex {
  const texts: string[] = [];
  const long = new Map<string, number>();
  const added = (text: string): number => {
    texts.push(text);
    onNew(text.length, texts.length);
    return texts.length - 1;
  };
  const short = shortTexts((view, i) => added(textAt(view, i)));
  const viaString = (view: DataView, i: number): number => {
    const text = textAt(view, i);
    let code = long.get(text);
    if (code === undefined) long.set(text, (code = added(text)));
    return code;
  };
  return {
    texts: () => texts,
    codes: (vector, count, to, at) => {
      const view = textViewOf(vector, count);
      for (let i = 0; i < count; i++)
        to[at + i] = view.getUint32(i * 16, true) > 12 ? viaString(view, i) : short(view, i);
    },
  };
}

/** Codes of the texts that lie in a vector themselves, as an open hash table; `added` gives a new one's. */
function shortTexts(added: (view: DataView, i: number) => number): (view: DataView, i: number) => number {
  let words = new Int32Array(4 * 64);
  let codes = new Int32Array(64).fill(-1);
  let known = 0;

  const slotOf = (length: number, a: number, b: number, c: number): number => {
    let hash = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ length, 0x9e3779b1);
    const mask = codes.length - 1;
    hash = (hash ^ (hash >>> 15)) & mask;
    for (let w = hash * 4; codes[hash]! >= 0; hash = (hash + 1) & mask, w = hash * 4)
      if (words[w] === length && words[w + 1] === a && words[w + 2] === b && words[w + 3] === c) break;
    return hash;
  };
  const put = (slot: number, text: readonly [number, number, number, number], code: number): void => {
    words.set(text, slot * 4);
    codes[slot] = code;
  };
  const grow = (): void => {
    const [oldWords, oldCodes] = [words, codes];
    words = new Int32Array(oldWords.length * 2);
    codes = new Int32Array(oldCodes.length * 2).fill(-1);
    for (let i = 0; i < oldCodes.length; i++) {
      const [length, a, b, c] = oldWords.subarray(i * 4, i * 4 + 4) as unknown as [number, number, number, number];
      if (oldCodes[i]! >= 0) put(slotOf(length, a, b, c), [length, a, b, c], oldCodes[i]!);
    }
  };
  return (view, i) => {
    const length = view.getUint32(i * 16, true);
    const a = view.getInt32(i * 16 + 4, true);
    const b = view.getInt32(i * 16 + 8, true);
    const c = view.getInt32(i * 16 + 12, true);
    const slot = slotOf(length, a, b, c);
    const found = codes[slot]!;
    if (found >= 0) return found;
    const code = added(view, i);
    put(slot, [length, a, b, c], code);
    if (++known * 2 > codes.length) grow();
    return code;
  };
}
