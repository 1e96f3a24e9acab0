import { defineActivation } from "../word.js";

export const tanh = defineActivation({
  name: "tanh",
  keras: "tanh",
  summary: "Hyperbolic tangent, within (-1, 1).",
  params: {},
  apply: (ops, _args, x) => ops.tanh(x),
  tfjs: "tanh",
  range: "real",
  examples: ["tanh"],
});
