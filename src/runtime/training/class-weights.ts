import { classOf, classNames, type Classes } from "../../columns/class-of.js";
import { problem } from "../../columns/problem.js";
import { failureOf } from "../data/fail.js";
import type { NdArray, Rows } from "../data/dataset.js";

/** Class (a label, or an index as text) → weight, or the weights that give every class the same total. */
export type ClassWeight = Readonly<Record<string, number>> | "balanced" | null;

/**
 * Rows whose weights carry the class weights, for training only, as Keras does: classes that are not listed weigh 1.
 * Needs a model with one target: an index per row, or one-hot. `labels`: of text classes, in the order of their
 * indices; `others`: rows that are set aside, whose classes are there as well.
 * @throws Failure for a class that does not exist
 */
export function withClassWeights(
  rows: Rows,
  classWeight: ClassWeight,
  labels: readonly string[] | null = null,
  others: readonly Rows[] = [],
): Rows {
  if (classWeight === null) return rows;
  const targets = Object.entries(rows.targets);
  if (targets.length !== 1)
    throw new TypeError("class weights need a model with a single target: give rows their weights instead");
  const [output, target] = targets[0]!;
  if (target.shape.length > 2 && target.shape.slice(2).some((size) => size !== 1))
    throw new TypeError("class weights need one class a row, and the target has one at each position");
  const classes = classesOf(target);
  const known = (): Classes => {
    const width = target.shape.slice(1).reduce((n, d) => n * d, 1);
    const there = new Set([...classes, ...others.flatMap((part) => classesOf(part.targets[output]!))]);
    return { labels, count: width > 1 ? width : null, values: [...there].sort((a, b) => a - b).map(String) };
  };
  const weightOf = classWeight === "balanced" ? balanced(classes) : byIndex(classWeight, known(), output);
  return { ...rows, weights: Float32Array.from(classes, (c, i) => (weightOf.get(c) ?? 1) * (rows.weights?.[i] ?? 1)) };
}

function byIndex(weights: Readonly<Record<string, number>>, classes: Classes, output: string): Map<number, number> {
  return new Map(
    Object.entries(weights).map(([key, weight]) => {
      const index = classOf(key, classes);
      const params = { key, output, names: classNames(classes), suggestion: undefined };
      if (index == null) throw failureOf(problem("data/unknown-class", params), null);
      return [index, weight];
    }),
  );
}

function classesOf({ data, shape }: NdArray): number[] {
  const width = shape.slice(1).reduce((n, d) => n * d, 1);
  if (width === 1) return Array.from(data, Math.round);
  return Array.from({ length: shape[0]! }, (_, row) => {
    let best = 0;
    for (let c = 1; c < width; c++) if (data[row * width + c]! > data[row * width + best]!) best = c;
    return best;
  });
}

/** n / (classes · count), over the classes that occur. */
function balanced(classes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const c of classes) counts.set(c, (counts.get(c) ?? 0) + 1);
  return new Map([...counts].map(([c, count]) => [c, classes.length / (counts.size * count)]));
}
