import { because } from "../tfjs-unlike.js";
import { int } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { shapeText } from "../shape/shape-text.js";
import { plus } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { defineLayer } from "../word.js";

/** The shape of inputs that agree in all other axes. */
function joined({ axis }: { readonly axis: number }, inputs: readonly Shape[]): Shape {
  const at = normalizeAxis(axis, inputs[0]!.length);
  const length = plus(...inputs.map((x) => x[at!]!));
  return inputs[0]!.map((d, i) => (i === at ? length : d));
}

export const concatenate = defineLayer({
  name: "concatenate",
  keras: "Concatenate",
  summary: "Its inputs side by side along one axis.",
  explain: "Keeps what every branch found and leaves the mixing to the next layer. All other axes have to agree.",
  params: {
    axis: int({ doc: "Axis along which to join, the batch being 0; -1 is the last.", default: -1, positional: true }),
  },
  renamed: { concat_axis: "axis" },
  traits: ["merge"],
  arity: [2, Infinity],
  check: ({ axis }) => (axis === 0 ? "axis 0 is the batch: rows of different inputs cannot be joined" : null),
  shape({ axis }, inputs) {
    const first = inputs[0];
    const shapes = inputs.map(shapeText).join(" and ");
    const at = normalizeAxis(axis, first.length);
    if (inputs.some((x) => x.length !== first.length))
      return {
        problem: `cannot join ${shapes}: they have different numbers of axes`,
        hint: "Bring all to the same axes, for instance with `flatten`.",
      };
    if (at === null || at === 0)
      return {
        problem: `cannot join along axis ${axis}: ${shapeText(first)} has axes 1 to ${first.length - 1}`,
        hint: "Use -1 for the last axis.",
      };
    const clash = first.findIndex((d, i) => i !== 0 && i !== at && inputs.some((x) => x[i] !== d));
    if (clash > 0)
      return {
        problem: `cannot join ${shapes} along axis ${at}: they differ in axis ${clash} too`,
        hint: "Bring that axis to one length first, with strides, pooling or cropping.",
      };
    return joined({ axis }, inputs);
  },
  forward: ({ ops, args, inputs }) =>
    ops.concat(inputs, args.axis < 0 ? args.axis + inputs[0].shape.length : args.axis),
  /**
   * Keras's Concatenate.compute_mask: inputs without a mask count as all there; a step stays if any of its values does.
   */
  mask: {
    shape: (args, inputs, masks) => (masks.every((m) => m === null) ? null : joined(args, inputs).slice(0, -1)),
    values({ ops, args, inputs, masks }) {
      if (masks.every((m) => m === null)) return null;
      const there = inputs.map((x, i) => {
        const ones = ops.cast(ops.onesLike(x), "float32");
        return masks[i] ? ops.mul(ones, ops.cast(ops.expandDims(masks[i], -1), "float32")) : ones;
      });
      const all = ops.concat(there, args.axis < 0 ? args.axis + inputs[0].shape.length : args.axis);
      return ops.greater(ops.max(all, [-1]), 0);
    },
  },
  flops: () => 0,
  tfjs: {
    factory: "concatenate",
    unlike: (_, inputs) => because([inputs[0].length === 3, "joins the masks of sequences otherwise"]),
  },
  examples: ["concatenate from a, b", "concatenate 1 from a, b"],
});
