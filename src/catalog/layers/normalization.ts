import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { bool, valueOf } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { defineLayer } from "../word.js";

type Numbers = number | readonly number[];
const numbers = { type: "oneOf", of: [{ type: "number" }, { type: "list", of: { type: "number" } }] } as const;

/** The axes that have a mean each, counted from the start, ascending; null when the input has no such axis. */
function keptAxes(axis: Numbers, rank: number): readonly number[] | null {
  const axes = [axis].flat().map((a) => normalizeAxis(a, rank));
  return axes.every((a) => a !== null) ? axes.sort((a, b) => a - b) : null;
}

export const normalization = defineLayer({
  name: "normalization",
  keras: "Normalization",
  summary: "(x - mean) / √variance with given numbers, or back again.",
  explain:
    "For a mean and a variance that are known. Those of the data are measured by `normalize: standard` in `data`, " +
    "on the training rows only, " +
    "and kept with the run.",
  params: {
    axis: valueOf<Numbers>(
      { type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] },
      {
        doc: "Axes that have a mean of their own at each position; [] for one mean of everything.",
        default: -1,
      },
    ),
    mean: valueOf<Numbers | null>(numbers, {
      doc: "Taken off: one number, or one a position of the last of the axes.",
      default: null,
    }),
    variance: valueOf<Numbers | null>(numbers, {
      doc: "Its root is divided by: as many numbers as in mean.",
      default: null,
    }),
    invert: bool({ doc: "Undoes it: x · √variance + mean.", default: false }),
  },
  traits: ["elementwise"],
  check: ({ axis, mean, variance }) => {
    if (mean === null || variance === null)
      return (
        "needs mean and variance. To measure them on the training rows, leave this layer out and write `normalize: " +
        "standard` in `data`"
      );
    if ([mean].flat().length !== [variance].flat().length || typeof mean !== typeof variance)
      return `needs as many numbers in mean as in variance (${[mean].flat().length} and ${[variance].flat().length})`;
    if ([variance].flat().some((v) => v < 0)) return "needs a variance of at least 0";
    return typeof mean !== "number" && [axis].flat().length === 0
      ? "needs single numbers in mean and variance where axis is []"
      : null;
  },
  shape: ({ axis, mean }, [x]) => {
    const axes = keptAxes(axis, x.length);
    if (axes === null)
      return {
        problem: `has no axis ${[axis].flat().join(", ")}: its input has ${x.length} axes, the rows among them`,
      };
    if (axes.some((a) => typeof x[a] !== "number"))
      return { problem: "needs known lengths of the axes in axis", hint: "axis counts the rows as axis 0." };
    const length = x[axes.at(-1) ?? 0];
    if (typeof mean === "number" || mean === null || mean.length === 1 || mean.length === length) return x;
    return {
      problem: `has ${mean.length} numbers in mean for an axis of ${length}`,
      hint: "Give one number, or one for each position of that axis.",
    };
  },
  dtype: () => "float32",
  forward: ({ ops, args: { axis, mean, variance, invert }, inputs }) => {
    const x = ops.cast(inputs[0], "float32");
    const along = (values: Numbers) => alongAxis(ops, values, keptAxes(axis, x.shape.length)!.at(-1), x.shape);
    // Keras's divisor is never below its epsilon.
    const deviation = (v: number) => Math.max(Math.sqrt(v), 1e-7);
    const divisor = along(typeof variance === "number" ? deviation(variance) : (variance ?? []).map(deviation));
    return invert ? ops.add(along(mean!), ops.mul(x, divisor)) : ops.div(ops.sub(x, along(mean!)), divisor);
  },
  examples: [
    "normalization { mean: 3, variance: 2 }",
    "normalization { mean: [0.5, 1], variance: [2, 4], invert: true }",
  ],
});

/** Numbers along one axis of x, for broadcasting. */
function alongAxis(ops: Ops, values: Numbers, axis: number | undefined, x: Shape): Tensor | number {
  if (typeof values === "number" || axis === undefined) return [values].flat()[0]!;
  return ops.constant(
    values,
    x.map((_, i) => (i === axis ? values.length : 1)),
  );
}
