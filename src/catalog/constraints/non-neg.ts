import { defineConstraint } from "../word.js";

export const nonNeg = defineConstraint({
  name: "non_neg",
  keras: "NonNeg",
  summary: "Negative weights become 0.",
  explain: "For quantities that add up and never cancel: mixtures, monotone models, matrix factorization.",
  params: {},
  project: (ops, _args, weight) => ops.maximum(weight, 0),
  examples: ["non_neg"],
});
