import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const meanSquaredError = defineLoss({
  name: "mean_squared_error",
  keras: "MeanSquaredError",
  aliases: ["mse"],
  summary: "Mean of the squared errors over the last axis.",
  explain:
    "The usual loss of regression. Large errors count by their square: a few outliers can rule the fit; huber is " +
    "the way out.",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.square(ops.sub(t, p))),
  target: "number",
  output: "any",
  examples: ["mean_squared_error", "mse"],
});
