import * as tf from "@tensorflow/tfjs";
import type { Params } from "../../../src/catalog/param.js";
import { tfjsOps } from "../../../src/runtime/engine/tfjs-ops.js";
import type { Args } from "../../../src/ir/value.js";

/** The catalogue's formulas over numbers, on the plain TensorFlow.js back end. `at.step` counts training steps. */
export const at = { step: 1 };
export const ops = tfjsOps(tf, { step: () => at.step });
export { tf };

export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const tensor = (a: Numbers): tf.Tensor => tf.tensor(a.data, a.shape as number[]);

/** All arguments of a word: its defaults, then what is given. */
export function withDefaults(word: { readonly params: Params }, given: Args): Args {
  for (const name of Object.keys(given)) if (!(name in word.params)) throw new Error(`no parameter is named ${name}`);
  const missing = Object.entries(word.params).find(([name, p]) => p.required && !(name in given));
  if (missing) throw new Error(`${missing[0]} is required`);
  return {
    ...Object.fromEntries(Object.entries(word.params).map(([name, p]) => [name, p.default as Args[string]])),
    ...given,
  };
}

/** Largest error of any element, relative where the element is above 1. */
export function error(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(off <= worst)) worst = off; // NaN included
  }
  return worst;
}
