import { defineActivation } from "../word.js";

export const logSigmoid = defineActivation({
  name: "log_sigmoid",
  keras: "log_sigmoid",
  summary: "log(1 / (1 + exp(-x))).",
  params: {},
  apply: (ops, _args, x) => ops.neg(ops.softplus(ops.neg(x))),
  range: "real",
  examples: ["log_sigmoid"],
});
