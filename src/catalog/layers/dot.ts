import { because } from "../tfjs-unlike.js";
import { batchDot } from "../merging/batch-dot.js";
import { bool, valueOf } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { orOne, volume } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { defineLayer } from "../word.js";

type Axes = number | readonly number[];

/** The contracted axis of each input, null where there is no such axis. */
const axesOf = (axes: Axes, inputs: readonly Shape[]): readonly (number | null)[] =>
  inputs.map((x, i) => normalizeAxis(typeof axes === "number" ? axes : axes[i]!, x.length));

/** Keras's ops.normalize of order 2: x / ‖x‖ along the axis, the divisor at least 1e-7. */
const unit = (ops: Ops, x: Tensor, axis: number): Tensor =>
  ops.mul(x, ops.minimum(ops.rsqrt(ops.sum(ops.square(x), [axis], true)), 1e7));

export const dot = defineLayer({
  name: "dot",
  keras: "Dot",
  summary: "Dot product of two inputs along one axis of each, row by row.",
  explain: "Similarity of two encodings; with `normalize` their cosine. Also the score of attention between sequences.",
  params: {
    axes: valueOf<Axes>(
      { type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] },
      { doc: "Axis to sum over, the batch being 0: one number for both inputs, or one each.", positional: true },
    ),
    normalize: bool({ doc: "Scales both inputs to length 1 along the axis first: cosine similarity.", default: false }),
  },
  renamed: { dot_axes: "axes" },
  traits: ["merge"],
  arity: [2, 2],
  check({ axes }) {
    if (typeof axes !== "number" && axes.length !== 2) return "axes takes one number, or a list of two: one an input";
    return (typeof axes === "number" ? axes === 0 : axes.includes(0))
      ? "axis 0 is the batch, which cannot be summed over"
      : null;
  },
  shape({ axes }, inputs) {
    const [a, b] = axesOf(axes, inputs);
    const [x, y] = [inputs[0], inputs[1]];
    if (typeof a !== "number" || typeof b !== "number" || a === 0 || b === 0)
      return {
        problem: `has no axis ${JSON.stringify(axes)} in ${shapeText(x)} and ${shapeText(y)}`,
        hint: "Use -1 for the last axis.",
      };
    if (x[a] !== y[b])
      return {
        problem: `cannot sum axis ${a} of ${shapeText(x)} against axis ${b} of ${shapeText(y)}: their lengths differ`,
        hint: "One input needs a projection to the other's length, such as a `dense` before it.",
      };
    const rest = [...x.slice(1).filter((_, i) => i + 1 !== a), ...y.slice(1).filter((_, i) => i + 1 !== b)];
    return [x[0]!, ...(rest.length === 0 ? [1] : rest)];
  },
  mask: "stop",
  forward({ ops, args, inputs }) {
    const [a, b] = axesOf(
      args.axes,
      inputs.map((x) => x.shape),
    );
    if (typeof a !== "number" || typeof b !== "number") throw new Error("axes that the shape rule refuses");
    const [x, y] = args.normalize ? [unit(ops, inputs[0], a), unit(ops, inputs[1], b)] : [inputs[0], inputs[1]];
    return batchDot(ops, x, y, a, b);
  },
  flops: ({ axes }, inputs, out) => 2 * volume(out.slice(1)) * orOne(inputs[0][axesOf(axes, inputs)[0] ?? 1]),
  tfjs: {
    factory: "dot",
    unlike: ({ normalize }, inputs) =>
      because(
        [normalize, "normalizes with another epsilon"],
        [inputs.some((x) => x.length !== 2), "multiplies tensors of more axes otherwise"],
      ),
  },
  examples: ["dot 1 from a, b", "dot [2, 1] from a, b", "dot -1 normalize from a, b"],
});
