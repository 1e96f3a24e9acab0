import { number } from "../param.js";
import { defineActivation } from "../word.js";
import { nonpositive } from "./nonpositive.js";

export const celu = defineActivation({
  name: "celu",
  keras: "celu",
  summary: "max(x, 0) + alpha · (exp(min(x, 0) / alpha) - 1).",
  reference: "Barron, Continuously differentiable exponential linear units, 2017",
  params: { alpha: number({ doc: "Value approached far below 0, negated.", default: 1, above: 0, positional: true }) },
  apply: (ops, { alpha }, x) =>
    ops.where(ops.greater(x, 0), x, ops.mul(ops.expm1(nonpositive(ops, ops.div(x, alpha))), alpha)),
  range: "real",
  examples: ["celu", "celu(0.5)"],
});
