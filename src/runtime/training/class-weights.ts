import type { NdArray, Rows } from "../data/dataset.js";

/** Class index (as text) → weight, or the weights that give every class the same total. */
export type ClassWeight = Readonly<Record<string, number>> | "balanced" | null;

/**
 * Rows whose weights carry the class weights, for training only, as Keras does: classes that are not listed weigh 1.
 * Needs a model with one target: an index per row, or one-hot.
 */
export function withClassWeights(rows: Rows, classWeight: ClassWeight): Rows {
  if (classWeight === null) return rows;
  const targets = Object.values(rows.targets);
  if (targets.length !== 1)
    throw new TypeError("class weights need a model with a single target: give rows their weights instead");
  const classes = classesOf(targets[0]!);
  const weightOf =
    classWeight === "balanced"
      ? balanced(classes)
      : new Map(Object.entries(classWeight).map(([k, w]) => [Number(k), w]));
  return { ...rows, weights: Float32Array.from(classes, (c, i) => (weightOf.get(c) ?? 1) * (rows.weights?.[i] ?? 1)) };
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
