import { number } from "../param.js";
import { defineActivation } from "../word.js";
import { nonpositive } from "./nonpositive.js";

export const elu = defineActivation({
  name: "elu",
  keras: "elu",
  summary: "x above 0, alpha · (exp(x) - 1) below.",
  reference: "Clevert et al., Fast and accurate deep network learning by exponential linear units, 2016",
  params: { alpha: number({ doc: "Value approached far below 0, negated.", default: 1, positional: true }) },
  apply: (ops, { alpha }, x) => ops.where(ops.greater(x, 0), x, ops.mul(ops.expm1(nonpositive(ops, x)), alpha)),
  tfjs: "elu",
  range: "real",
  examples: ["elu", "elu(0.5)"],
});
