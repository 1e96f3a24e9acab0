import { defineActivation } from "../word.js";

export const sparseSigmoid = defineActivation({
  name: "sparse_sigmoid",
  keras: "sparse_sigmoid",
  summary: "(x + 1) / 2 within [0, 1].",
  params: {},
  apply: (ops, _args, x) => ops.mul(ops.clip(ops.add(x, 1), 0, 2), 0.5),
  range: "probability",
  examples: ["sparse_sigmoid"],
});
