/**
 * A value in the IR: plain JSON. A word of the vocabulary used as a value is a `WordCall`, all its defaults expanded.
 */
export type Value = number | string | boolean | null | readonly Value[] | WordCall | { readonly [key: string]: Value };

/** `l2(0.01)` → `{ word: "l2", args: { l2: 0.01 } }`. Names are canonical (no alias), arguments complete. */
export interface WordCall {
  readonly word: string;
  readonly args: Args;
}

/** Arguments by their Keras name. */
export type Args = { readonly [name: string]: Value };

export const isWordCall = (value: unknown): value is WordCall =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  typeof (value as WordCall).word === "string" &&
  "args" in value;

/** Whether two values are the same, part by part. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameValue((a as Args)[key], (b as Args)[key]));
}
