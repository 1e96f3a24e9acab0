import { defineActivation } from "../word.js";

export const linear = defineActivation({
  name: "linear",
  keras: "linear",
  summary: "The value itself.",
  params: {},
  apply: (_ops, _args, x) => x,
  tfjs: "linear",
  range: "real",
  keepsWhole: true,
  examples: ["linear"],
});
