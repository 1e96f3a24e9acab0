import { number } from "../param.js";
import { EPSILON } from "../training/epsilon.js";
import { floats } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { axesOf, overlapAxis } from "../training/overlap-axis.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const tversky = defineLoss({
  name: "tversky",
  keras: "Tversky",
  summary: "1 - overlap / (overlap + alpha·missed + beta·invented).",
  explain:
    "Dice with a weight for each kind of mistake (alpha = beta = 0.5 is dice). Which is which is Keras's own " +
    "code, kept here as it is.",
  reference: "Salehi et al. 2017, arXiv:1706.05721",
  params: {
    alpha: number({
      doc: "Weight of what the target has and the prediction lacks.",
      default: 0.5,
      min: 0,
      positional: true,
    }),
    beta: number({
      doc: "Weight of what the prediction has and the target lacks.",
      default: 0.5,
      min: 0,
      positional: true,
    }),
    reduction,
    axis: overlapAxis,
  },
  values: ({ ops, args, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    const axes = axesOf(args.axis);
    const overlap = ops.sum(ops.mul(t, p), axes);
    const missed = ops.mul(ops.sum(ops.mul(ops.sub(1, p), t), axes), args.alpha);
    const invented = ops.mul(ops.sum(ops.mul(p, ops.sub(1, t)), axes), args.beta);
    return ops.sub(1, ops.div(overlap, ops.add(ops.add(ops.add(overlap, missed), invented), EPSILON)));
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "number",
  targets: [{ min: 0, max: 1, outside: "error", then: "an overlap is counted of shares" }],
  output: "probability",
  examples: ["tversky", "tversky(0.3, 0.7)"],
});
