import { meanAbsoluteError as loss } from "../losses/mean-absolute-error.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const meanAbsoluteError = defineMeanOfLoss(loss, {
  keras: "MeanAbsoluteError",
  summary: "The mean absolute error of the epoch.",
});
