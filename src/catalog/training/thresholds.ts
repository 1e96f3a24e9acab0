import { EPSILON } from "./epsilon.js";

export interface Thresholds {
  readonly values: readonly number[];
  /** Whether Keras takes them for evenly spread over [0, 1], and buckets. */
  readonly even: boolean;
}

export const oneThreshold = (value: number): Thresholds => ({ values: [value], even: false });

/** 0, 1/(n-1), …, 1; a single one is 0.5. */
export const evenThresholds = (n: number): Thresholds =>
  n === 1 ? oneThreshold(0.5) : { values: Array.from({ length: n }, (_, i) => i / (n - 1)), even: true };

/** AUC's: between an end just below 0 and one just above 1, the given ones, sorted, or n - 2 evenly spread. */
export function curveThresholds(n: number, given: readonly number[] | null): Thresholds {
  const inner = given ? [...given].sort((a, b) => a - b) : Array.from({ length: n - 2 }, (_, i) => (i + 1) / (n - 1));
  const whole = [0, ...inner, 1];
  return { values: [-EPSILON, ...inner, 1 + EPSILON], even: given === null || isEven(whole) };
}

/** numpy's allclose against i / (n - 1). */
const isEven = (values: readonly number[]): boolean =>
  values.length >= 3 &&
  values.every((v, i) => Math.abs(v - i / (values.length - 1)) <= EPSILON + (1e-5 * i) / (values.length - 1));
