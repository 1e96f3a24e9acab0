import { classLogProbabilities, smoothClasses } from "../training/class-probabilities.js";
import { floats } from "../training/error-mean.js";
import { fromLogits, labelSmoothing, lossAxis, reduction } from "../training/loss-params.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const categoricalCrossentropy = defineLoss({
  name: "categorical_crossentropy",
  keras: "CategoricalCrossentropy",
  summary: "Cross entropy of one-hot labels; probabilities are scaled to sum 1 and clipped to [1e-7, 1 - 1e-7].",
  explain:
    "Several classes that exclude one another, with a softmax output. With labels as class numbers: " +
    "sparse_categorical_crossentropy.",
  params: { from_logits: fromLogits, label_smoothing: labelSmoothing, axis: lossAxis, reduction },
  values: ({ ops, args, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    const log = classLogProbabilities(ops, p, args.from_logits, args.axis);
    return ops.neg(ops.sum(ops.mul(smoothClasses(ops, t, args.label_smoothing), log), [args.axis]));
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "onehot",
  targets: [{ min: 0, max: 1, outside: "error", then: "they are the shares of a distribution" }],
  output: "distribution",
  examples: ["categorical_crossentropy", "categorical_crossentropy(label_smoothing=0.1)"],
});
