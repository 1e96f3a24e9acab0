import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const meanAbsoluteError = defineLoss({
  name: "mean_absolute_error",
  keras: "MeanAbsoluteError",
  aliases: ["mae"],
  summary: "Mean of the absolute errors over the last axis.",
  explain: "Regression that follows the median and is not ruled by outliers.",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.abs(ops.sub(t, p))),
  target: "number",
  output: "any",
  examples: ["mean_absolute_error", "mae"],
});
