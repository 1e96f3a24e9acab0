import { categoricalCrossentropy as loss } from "../losses/categorical-crossentropy.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const categoricalCrossentropy = defineMeanOfLoss(loss, {
  keras: "CategoricalCrossentropy",
  summary: "The mean cross entropy of one-hot labels.",
});
