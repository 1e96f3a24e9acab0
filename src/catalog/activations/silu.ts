import { defineActivation } from "../word.js";

export const silu = defineActivation({
  name: "silu",
  keras: "silu",
  aliases: ["swish"],
  summary: "x · sigmoid(x).",
  reference: "Ramachandran et al., Searching for activation functions, 2017",
  params: {},
  apply: (ops, _args, x) => ops.mul(x, ops.sigmoid(x)),
  tfjs: "swish",
  range: "real",
  examples: ["silu", "swish"],
});
