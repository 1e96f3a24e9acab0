import { defineActivation } from "../word.js";

export const tanhShrink = defineActivation({
  name: "tanh_shrink",
  keras: "tanh_shrink",
  summary: "x - tanh(x).",
  params: {},
  apply: (ops, _args, x) => ops.sub(x, ops.tanh(x)),
  range: "real",
  examples: ["tanh_shrink"],
});
