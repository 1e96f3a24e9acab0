import { sparseCategoricalCrossentropy as loss } from "../losses/sparse-categorical-crossentropy.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const sparseCategoricalCrossentropy = defineMeanOfLoss(loss, {
  keras: "SparseCategoricalCrossentropy",
  summary: "The mean cross entropy of labels given as class numbers.",
});
