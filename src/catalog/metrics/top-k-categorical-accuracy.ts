import { topHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";
import { topK, topKProblem } from "../training/top-k-params.js";

export const topKCategoricalAccuracy = defineMeanMetric({
  name: "top_k_categorical_accuracy",
  keras: "TopKCategoricalAccuracy",
  summary: "The share of rows whose one-hot class is among the k highest outputs.",
  params: { k: topK, name: loggedName("top_k_categorical_accuracy") },
  check: topKProblem,
  better: "max",
  target: "onehot",
  values: ({ ops, args, target, prediction }) => topHits(ops, ops.argMax(target, -1), prediction, args.k),
  examples: ["top_k_categorical_accuracy", "top_k_categorical_accuracy(3)"],
});
