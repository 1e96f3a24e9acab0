import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { valueOf, type Param } from "../param.js";
import type { ShapeProblem } from "../word.js";
import { minus, plus } from "../../tensor/lengths.js";
import { isNone } from "./known.js";
import { pairs, type Borders } from "./pairs.js";
import { shapeText } from "./shape-text.js";
import { spatialProblem } from "./spatial-input.js";

/** A parameter for borders around `rank` dimensions, in the three forms that Keras takes. */
export const bordersOf = (
  rank: number,
  options: { readonly doc: string; readonly default: readonly (readonly number[])[] },
): Param<Borders> =>
  valueOf<Borders>(
    {
      type: "oneOf",
      of: [
        { type: "int", min: 0 },
        { type: "size", rank, min: 0 },
        { type: "list", of: { type: "size", rank: 2, min: 0 } },
      ],
    },
    { ...options, positional: true },
  );

/** A sentence when the borders do not say how they lie around `rank` dimensions. */
export const bordersProblem = (name: string, borders: Borders, rank: number): string | null =>
  pairs(borders, rank) ? null : `${name} takes one number, ${rank} numbers, or ${rank} pairs [before, after]`;

const sides = (borders: Borders, rank: number): readonly (readonly [number, number])[] => {
  const both = pairs(borders, rank);
  if (!both) throw new Error("borders that bordersProblem refuses");
  return both;
};

export function paddedShape(borders: Borders, x: Shape, rank: number): Shape | ShapeProblem {
  const added = sides(borders, rank);
  return spatialProblem(x, rank) ?? [x[0]!, ...added.map(([a, b], i) => plus(x[i + 1]!, a, b)), x.at(-1)!];
}

export function croppedShape(borders: Borders, x: Shape, rank: number): Shape | ShapeProblem {
  const problem = spatialProblem(x, rank);
  if (problem) return problem;
  const cut = sides(borders, rank);
  const out = cut.map(([a, b], i) => minus(x[i + 1]!, a + b));
  return out.some(isNone)
    ? {
        problem: `cuts ${cut.map(([a, b]) => a + b).join("x")} positions off ${shapeText(x)}, which leaves none`,
        hint: "Use a smaller cropping.",
      }
    : [x[0]!, ...out, x.at(-1)!];
}

export const padBorders = (ops: Ops, x: Tensor, borders: Borders, rank: number): Tensor =>
  ops.pad(x, [[0, 0], ...sides(borders, rank), [0, 0]]);

export function cropBorders(ops: Ops, x: Tensor, borders: Borders, rank: number): Tensor {
  const cut = sides(borders, rank);
  const kept = cut.map(([a, b], i) => minus(x.shape[i + 1]!, a + b));
  return ops.slice(x, [0, ...cut.map(([a]) => a), 0], [null, ...kept, null]);
}
