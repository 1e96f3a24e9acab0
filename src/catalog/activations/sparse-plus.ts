import { defineActivation } from "../word.js";

export const sparsePlus = defineActivation({
  name: "sparse_plus",
  keras: "sparse_plus",
  summary: "0 up to -1, (x + 1)² / 4 up to 1, then x.",
  params: {},
  apply: (ops, _args, x) =>
    ops.where(ops.lessEqual(x, -1), 0, ops.where(ops.greaterEqual(x, 1), x, ops.div(ops.square(ops.add(x, 1)), 4))),
  range: "nonnegative",
  examples: ["sparse_plus"],
});
