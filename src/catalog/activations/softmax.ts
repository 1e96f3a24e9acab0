import { int } from "../param.js";
import { defineActivation } from "../word.js";

export const softmax = defineActivation({
  name: "softmax",
  keras: "softmax",
  summary: "exp(x) / Σ exp(x): a probability distribution.",
  explain: "For the output of a classifier with exclusive classes; its loss is a categorical cross-entropy.",
  params: { axis: int({ doc: "Axis along which the results belong together.", default: -1, positional: true }) },
  apply: (ops, { axis }, x) => ops.softmax(x, axis),
  tfjs: "softmax",
  range: "distribution",
  examples: ["softmax", "softmax(axis=1)"],
});
