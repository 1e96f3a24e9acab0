import { defineActivation } from "../word.js";

export const hardTanh = defineActivation({
  name: "hard_tanh",
  keras: "hard_tanh",
  summary: "x within [-1, 1].",
  params: {},
  apply: (ops, _args, x) => ops.where(ops.greater(x, 1), 1, ops.where(ops.less(x, -1), -1, x)),
  range: "real",
  keepsWhole: true,
  examples: ["hard_tanh"],
});
