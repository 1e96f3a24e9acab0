import { defineActivation } from "../word.js";

export const softsign = defineActivation({
  name: "softsign",
  keras: "softsign",
  summary: "x / (|x| + 1).",
  params: {},
  apply: (ops, _args, x) => ops.div(x, ops.add(ops.abs(x), 1)),
  tfjs: "softsign",
  range: "real",
  examples: ["softsign"],
});
