import { meanSquaredLogarithmicError as loss } from "../losses/mean-squared-logarithmic-error.js";
import { defineMeanOfLoss } from "../training/mean-metric.js";

export const meanSquaredLogarithmicError = defineMeanOfLoss(loss, {
  keras: "MeanSquaredLogarithmicError",
  summary: "The mean squared difference of log(1 + x).",
});
