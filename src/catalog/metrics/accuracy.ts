import { call } from "../param.js";
import { binaryHits, indexHits, onehotHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const accuracy = defineMeanMetric({
  name: "accuracy",
  keras: "Accuracy",
  aliases: ["acc"],
  summary:
    "The share of right predictions: binary, sparse or categorical accuracy, by the shapes of target and output.",
  explain:
    "As Keras resolves the word: an output of one unit means binary accuracy at 0.5 (even for scores without " +
    "sigmoid, where " +
    "binary_accuracy(0) is meant), a target of class numbers the sparse one, anything else the categorical one, " +
    "several sigmoid units included (there binary_accuracy is meant).",
  params: { name: loggedName("accuracy") },
  better: "max",
  target: "any",
  resolve: ({ name }, output, _, target) =>
    output.at(-1) === 1
      ? call("binary_accuracy", { name, threshold: 0.5 })
      : call(target === "index" ? "sparse_categorical_accuracy" : "categorical_accuracy", { name }),
  values: ({ ops, target, prediction }) =>
    prediction.shape.at(-1) === 1
      ? binaryHits(ops, target, prediction, 0.5)
      : target.shape.length < prediction.shape.length || target.shape.at(-1) === 1
        ? indexHits(ops, target, prediction)
        : onehotHits(ops, target, prediction),
  examples: ["accuracy"],
});
