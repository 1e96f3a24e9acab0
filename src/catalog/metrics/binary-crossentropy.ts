import { binaryCrossentropy as loss } from "../losses/binary-crossentropy.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const binaryCrossentropy = defineMeanOfLoss(loss, {
  keras: "BinaryCrossentropy",
  summary: "The mean cross entropy of labels 0 and 1.",
});
