import type { Shape } from "../../tensor/ops.js";
import { valueOf, type Param } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import type { ShapeProblem } from "../word.js";

export type Axes = number | readonly number[];

/** `axis` of the normalizations that take one axis or several. */
export const axesParam = (doc: string): Param<Axes> =>
  valueOf<Axes>({ type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] }, { doc, default: -1 });

/** Axes counted from the start, ascending. Those that do not exist are left out: `axesProblem` reports them. */
export const axesOf = (axis: Axes, rank: number): readonly number[] =>
  [axis]
    .flat()
    .map((a) => normalizeAxis(a, rank))
    .filter((a) => a !== null)
    .sort((a, b) => a - b);

/** Why a weight over these axes cannot be made; null when it can. */
export function axesProblem(axis: Axes, x: Shape): ShapeProblem | null {
  const outside = [axis].flat().find((a) => normalizeAxis(a, x.length) === null);
  if (outside !== undefined)
    return { problem: `has no axis ${outside}: the input has ${x.length} axes, the rows included` };
  const axes = axesOf(axis, x.length);
  if (axes.includes(0))
    return {
      problem: "normalizes along the rows, whose number is not known",
      hint: "Axis 0 is the rows; the features begin at 1.",
    };
  if (new Set(axes).size < axes.length) return { problem: "names an axis twice" };
  const open = axes.find((a) => typeof x[a] !== "number");
  return open === undefined ? null : { problem: `needs a known length of axis ${open}` };
}
