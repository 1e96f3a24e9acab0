import { onehotHits } from "../training/hits.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const categoricalAccuracy = defineMeanMetric({
  name: "categorical_accuracy",
  keras: "CategoricalAccuracy",
  summary: "The share of rows whose highest output is the class of the one-hot target.",
  params: { name: loggedName("categorical_accuracy") },
  better: "max",
  target: "onehot",
  values: ({ ops, target, prediction }) => onehotHits(ops, target, prediction),
  examples: ["categorical_accuracy"],
});
