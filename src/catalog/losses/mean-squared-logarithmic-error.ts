import type { Ops, Tensor } from "../../tensor/ops.js";
import { EPSILON } from "../training/epsilon.js";
import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

const logOf = (ops: Ops, x: Tensor): Tensor => ops.log(ops.add(ops.maximum(x, EPSILON), 1));

export const meanSquaredLogarithmicError = defineLoss({
  name: "mean_squared_logarithmic_error",
  keras: "MeanSquaredLogarithmicError",
  aliases: ["msle"],
  summary: "Mean of the squared differences of log(1 + x); values below 1e-7 count as 1e-7.",
  explain: "For positive targets that span orders of magnitude: it is the ratio that counts, not the difference.",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.square(ops.sub(logOf(ops, p), logOf(ops, t)))),
  target: "number",
  targets: [{ min: 0, outside: "warning", then: "lower ones count as 1e-7" }],
  output: "nonnegative",
  examples: ["mean_squared_logarithmic_error", "msle"],
});
