import { indexHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const sparseCategoricalAccuracy = defineMeanMetric({
  name: "sparse_categorical_accuracy",
  keras: "SparseCategoricalAccuracy",
  summary: "The share of rows whose highest output is the target's class number.",
  params: { name: loggedName("sparse_categorical_accuracy") },
  better: "max",
  target: "index",
  values: ({ ops, target, prediction }) => indexHits(ops, target, prediction),
  examples: ["sparse_categorical_accuracy"],
});
