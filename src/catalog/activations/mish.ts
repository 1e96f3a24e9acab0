import { defineActivation } from "../word.js";

export const mish = defineActivation({
  name: "mish",
  keras: "mish",
  summary: "x · tanh(softplus(x)).",
  reference: "Misra, Mish, 2019",
  params: {},
  apply: (ops, _args, x) => ops.mul(x, ops.tanh(ops.softplus(x))),
  tfjs: "mish",
  range: "real",
  examples: ["mish"],
});
