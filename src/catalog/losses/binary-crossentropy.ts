import { binaryCrossentropyValues, smoothBinary } from "../training/binary-crossentropy-values.js";
import { floats } from "../training/error-mean.js";
import { fromLogits, labelSmoothing, lossAxis, reduction } from "../training/loss-params.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const binaryCrossentropy = defineLoss({
  name: "binary_crossentropy",
  keras: "BinaryCrossentropy",
  aliases: ["bce"],
  summary: "Cross entropy of labels 0 and 1, each output unit on its own, with p clipped to [1e-7, 1 - 1e-7].",
  explain:
    "Two classes with one sigmoid unit, or several labels that may hold together. With from_logits=true leave the " +
    "sigmoid out.",
  params: { from_logits: fromLogits, label_smoothing: labelSmoothing, axis: lossAxis, reduction },
  values: ({ ops, args, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    return ops.mean(binaryCrossentropyValues(ops, smoothBinary(ops, t, args.label_smoothing), p, args.from_logits), [
      args.axis,
    ]);
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "number",
  targets: [
    { min: 0, max: 1, outside: "error", then: "beyond them it falls without end, and drives the output to its border" },
  ],
  output: "probability",
  examples: ["binary_crossentropy", "bce", "binary_crossentropy(from_logits=true)"],
});
