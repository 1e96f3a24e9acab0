import { int } from "../param.js";
import { defineActivation } from "../word.js";

export const logSoftmax = defineActivation({
  name: "log_softmax",
  keras: "log_softmax",
  summary: "x - log Σ exp(x): the logarithm of softmax.",
  params: { axis: int({ doc: "Axis along which the results belong together.", default: -1, positional: true }) },
  apply: (ops, { axis }, x) => ops.logSoftmax(x, axis),
  tfjs: "logSoftmax",
  range: "real",
  examples: ["log_softmax"],
});
