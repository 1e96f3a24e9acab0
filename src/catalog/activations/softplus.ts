import { defineActivation } from "../word.js";

export const softplus = defineActivation({
  name: "softplus",
  keras: "softplus",
  summary: "log(exp(x) + 1).",
  explain: "A smooth relu; for outputs that have to be positive, such as a rate or a scale.",
  params: {},
  apply: (ops, _args, x) => ops.softplus(x),
  tfjs: "softplus",
  range: "nonnegative",
  examples: ["softplus"],
});
