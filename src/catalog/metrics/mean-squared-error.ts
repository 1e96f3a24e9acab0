import { meanSquaredError as loss } from "../losses/mean-squared-error.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const meanSquaredError = defineMeanOfLoss(loss, {
  keras: "MeanSquaredError",
  summary: "The mean squared error of the epoch.",
});
