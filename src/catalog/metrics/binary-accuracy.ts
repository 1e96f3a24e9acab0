import { number } from "../param.js";
import { binaryHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const binaryAccuracy = defineMeanMetric({
  name: "binary_accuracy",
  keras: "BinaryAccuracy",
  summary: "The share of outputs on the right side of the threshold.",
  params: {
    name: loggedName("binary_accuracy"),
    threshold: number({
      doc: "Predictions above it count as 1. For scores without sigmoid: 0.",
      default: 0.5,
      positional: true,
    }),
  },
  better: "max",
  target: "number",
  values: ({ ops, args, target, prediction }) => binaryHits(ops, target, prediction, args.threshold),
  examples: ["binary_accuracy", "binary_accuracy(0.7)"],
});
