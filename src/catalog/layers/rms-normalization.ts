import { axesOf, axesParam, axesProblem } from "../normalizing/axes-of.js";
import { alongAxes } from "../../tensor/normalized.js";
import { call, number } from "../param.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const rmsNormalization = defineLayer({
  name: "rms_normalization",
  keras: "RMSNormalization",
  aliases: ["rms_norm"],
  summary: "Divides the features of each row by their root mean square and multiplies by a trained scale.",
  explain:
    "Layer normalization without centring: cheaper, and as good in most transformers. It passes no mask on, as in " +
    "Keras.",
  reference: "Zhang and Sennrich, Root mean square layer normalization, 2019",
  params: {
    axis: axesParam("Axis or axes that are normalized together; the rows are axis 0."),
    epsilon: number({ doc: "Added to the mean square before its root is taken.", default: 1e-6, min: 0 }),
  },
  traits: ["normalization"],
  shape: ({ axis }, [x]) => axesProblem(axis, x) ?? x,
  weights: (a, [x]) => [
    { name: "scale", shape: axesOf(a.axis, x.length).map((axis) => known(x[axis])), initializer: call("ones") },
  ],
  forward: ({ ops, args, inputs, weights }) => {
    const x = inputs[0];
    const axes = axesOf(args.axis, x.shape.length);
    const inverse = ops.rsqrt(ops.add(ops.mean(ops.square(x), axes, true), args.epsilon));
    return ops.mul(ops.mul(x, inverse), alongAxes(ops, weights["scale"]!, x.shape, axes));
  },
  mask: "stop",
  examples: ["rms_normalization", "rms_normalization epsilon=1e-5"],
});
