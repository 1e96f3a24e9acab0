import type { Ops, Tensor } from "../../tensor/ops.js";
import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

/** x + softplus(-2x) - log 2: log(cosh(x)) that does not overflow. */
const logCoshOf = (ops: Ops, x: Tensor): Tensor => ops.sub(ops.add(x, ops.softplus(ops.mul(x, -2))), Math.LN2);

export const logCosh = defineLoss({
  name: "log_cosh",
  keras: "LogCosh",
  aliases: ["logcosh"],
  summary: "Mean of log(cosh(error)): x²/2 for small errors, |x| - log 2 for large ones.",
  explain: "Nearly the mean squared error, without its sensitivity to outliers.",
  params: { reduction },
  values: meanOver((ops, t, p) => logCoshOf(ops, ops.sub(p, t))),
  target: "number",
  output: "any",
  examples: ["log_cosh", "logcosh"],
});
