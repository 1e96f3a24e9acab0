import { number } from "../param.js";
import { classProbabilities, smoothClasses } from "../training/class-probabilities.js";
import { floats } from "../training/error-mean.js";
import { fromLogits, labelSmoothing, lossAxis, reduction } from "../training/loss-params.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const categoricalFocalCrossentropy = defineLoss({
  name: "categorical_focal_crossentropy",
  keras: "CategoricalFocalCrossentropy",
  summary: "Categorical cross entropy times alpha·(1 - p)^gamma, with one-hot labels.",
  explain: "Rows that are already right count little, so that rare and hard ones lead.",
  reference: "Lin et al. 2017, arXiv:1708.02002",
  params: {
    alpha: number({ doc: "Weight of all classes.", default: 0.25, min: 0 }),
    gamma: number({ doc: "Focus: 0 is alpha times the plain cross entropy.", default: 2, min: 0 }),
    from_logits: fromLogits,
    label_smoothing: labelSmoothing,
    axis: lossAxis,
    reduction,
  },
  values: ({ ops, args, target, prediction }) => {
    const [labels, scores] = floats(ops, target, prediction);
    const t = smoothClasses(ops, labels, args.label_smoothing);
    const p = classProbabilities(ops, args.from_logits ? ops.softmax(scores, args.axis) : scores, args.axis);
    const factor = ops.mul(ops.pow(ops.sub(1, p), args.gamma), args.alpha);
    return ops.neg(ops.sum(ops.mul(factor, ops.mul(t, ops.log(p))), [args.axis]));
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "onehot",
  targets: [{ min: 0, max: 1, outside: "error", then: "they are the shares of a distribution" }],
  output: "distribution",
  examples: ["categorical_focal_crossentropy"],
});
