import { readFileSync } from "node:fs";
import type { Args } from "../../../src/ir/value.js";
import type { Params } from "../../../src/catalog/param.js";

/** A tensor in a golden file. */
export interface GoldenTensor {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** The cases of a file made by `oracle/training_words.py`. */
export const golden = <T>(name: string): readonly T[] =>
  (
    JSON.parse(readFileSync(new URL(`../../goldens/catalog/${name}.json`, import.meta.url), "utf8")) as {
      cases: readonly T[];
    }
  ).cases;

/** Arguments as the compiler hands them on: every default expanded. */
export const full = (params: Params, given: Args): Args => ({
  ...Object.fromEntries(Object.entries(params).map(([name, p]) => [name, p.default as Args[string]])),
  ...given,
});

/**
 * How far two numbers are apart, relative to their size or to `floor` where that is larger; 0 where both are the same
 * NaN or infinity.
 */
export const apart = (a: number, b: number, floor = 1): number =>
  Object.is(a, b) || a === b
    ? 0
    : Number.isNaN(a) || Number.isNaN(b)
      ? Infinity
      : Math.abs(a - b) / Math.max(Math.abs(b), floor);

/** The worst of two lists. */
export const worst = (a: ArrayLike<number>, b: ArrayLike<number>, floor = 1): number =>
  a.length !== b.length ? Infinity : Array.from(a).reduce((m, x, i) => Math.max(m, apart(x, b[i]!, floor)), 0);
