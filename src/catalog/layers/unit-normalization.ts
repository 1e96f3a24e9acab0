import { axesOf, axesParam } from "../normalizing/axes-of.js";
import { normalizeAxis } from "../shape/axis.js";
import { defineLayer } from "../word.js";

export const unitNormalization = defineLayer({
  name: "unit_normalization",
  keras: "UnitNormalization",
  summary: "Scales the features of each row to norm 1.",
  explain: "For embeddings that are compared by their angle.",
  params: { axis: axesParam("Axis or axes whose norm becomes 1; the rows are axis 0.") },
  traits: ["normalization"],
  shape: ({ axis }, [x]) => {
    const outside = [axis].flat().find((a) => normalizeAxis(a, x.length) === null);
    return outside === undefined
      ? x
      : { problem: `has no axis ${outside}: the input has ${x.length} axes, the rows included` };
  },
  forward: ({ ops, args, inputs: [x] }) => {
    const length2 = ops.sum(ops.square(x), axesOf(args.axis, x.shape.length), true);
    // Keras bounds 1/norm by 1e12; bounding the square does the same without an infinite gradient at 0.
    return ops.mul(x, ops.rsqrt(ops.maximum(length2, 1e-24)));
  },
  examples: ["unit_normalization"],
});
