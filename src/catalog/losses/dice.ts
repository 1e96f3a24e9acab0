import { EPSILON } from "../training/epsilon.js";
import { floats } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { axesOf, overlapAxis } from "../training/overlap-axis.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const dice = defineLoss({
  name: "dice",
  keras: "Dice",
  summary: "1 - 2·overlap / (sum of the target + sum of the prediction).",
  explain: "Segmentation with small objects: the overlap counts, not the many background pixels.",
  params: { reduction, axis: overlapAxis },
  values: ({ ops, args, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    const axes = axesOf(args.axis);
    const both = ops.add(ops.add(ops.sum(t, axes), ops.sum(p, axes)), EPSILON);
    return ops.sub(1, ops.div(ops.mul(2, ops.sum(ops.mul(t, p), axes)), both));
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "number",
  targets: [{ min: 0, max: 1, outside: "error", then: "an overlap is counted of shares" }],
  output: "probability",
  examples: ["dice", "dice(axis=[1, 2])"],
});
