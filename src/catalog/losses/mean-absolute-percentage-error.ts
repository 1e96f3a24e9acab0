import { EPSILON } from "../training/epsilon.js";
import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const meanAbsolutePercentageError = defineLoss({
  name: "mean_absolute_percentage_error",
  keras: "MeanAbsolutePercentageError",
  aliases: ["mape"],
  summary: "Mean of |error| / |target|, in percent; targets nearer to 0 than 1e-7 count as 1e-7.",
  explain: "Only for targets that stay well away from 0: near it a single row rules the mean.",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.mul(100, ops.abs(ops.div(ops.sub(t, p), ops.maximum(ops.abs(t), EPSILON))))),
  target: "number",
  targets: [{ not: 0, outside: "warning", then: "0 counts as 1e-7, and its row rules the mean" }],
  output: "any",
  examples: ["mean_absolute_percentage_error", "mape"],
});
