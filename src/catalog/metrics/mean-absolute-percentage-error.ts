import { meanAbsolutePercentageError as loss } from "../losses/mean-absolute-percentage-error.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const meanAbsolutePercentageError = defineMeanOfLoss(loss, {
  keras: "MeanAbsolutePercentageError",
  summary: "The mean of |error| / |target|, in percent.",
});
