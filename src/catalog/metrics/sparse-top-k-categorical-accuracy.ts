import { classIndex } from "../training/class-index.js";
import { topHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";
import { topK, topKProblem } from "../training/top-k-params.js";

export const sparseTopKCategoricalAccuracy = defineMeanMetric({
  name: "sparse_top_k_categorical_accuracy",
  keras: "SparseTopKCategoricalAccuracy",
  summary: "The share of rows whose class number is among the k highest outputs.",
  params: { k: topK, name: loggedName("sparse_top_k_categorical_accuracy") },
  check: topKProblem,
  better: "max",
  target: "index",
  values: ({ ops, args, target, prediction }) => topHits(ops, classIndex(ops, target, prediction), prediction, args.k),
  examples: ["sparse_top_k_categorical_accuracy(3)"],
});
