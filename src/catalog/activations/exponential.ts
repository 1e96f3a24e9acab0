import { defineActivation } from "../word.js";

export const exponential = defineActivation({
  name: "exponential",
  keras: "exponential",
  summary: "exp(x).",
  params: {},
  apply: (ops, _args, x) => ops.exp(x),
  range: "nonnegative",
  examples: ["exponential"],
});
