import { defineActivation } from "../word.js";

export const mish = defineActivation({
  name: "mish",
  keras: "mish",
  summary: "x · tanh(softplus(x)).",
  reference: "Misra, Mish, 2019",
  params: {},
  // x · tanh(softplus(x)) as a product of two negatives: TensorFlow would take the plain one for a pattern that oneDNN
  // computes in one step, which is 0 below -17 and loses digits from -5.
  apply: (ops, _args, x) => ops.mul(ops.neg(x), ops.tanh(ops.neg(ops.softplus(x)))),
  tfjs: "mish",
  range: "real",
  examples: ["mish"],
});
