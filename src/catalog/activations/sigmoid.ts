import { defineActivation } from "../word.js";

export const sigmoid = defineActivation({
  name: "sigmoid",
  keras: "sigmoid",
  summary: "1 / (1 + exp(-x)): a probability.",
  explain: "For the output of a yes/no classifier, or of several classes that do not exclude one another.",
  params: {},
  apply: (ops, _args, x) => ops.sigmoid(x),
  tfjs: "sigmoid",
  range: "probability",
  examples: ["sigmoid"],
});
