import { defineActivation } from "../word.js";
import { nonpositive } from "./nonpositive.js";

export const selu = defineActivation({
  name: "selu",
  keras: "selu",
  summary: "1.0507 · x above 0, 1.7581 · (exp(x) - 1) below.",
  explain: "Self-normalizing together with lecun_normal kernels and alpha_dropout.",
  reference: "Klambauer et al., Self-normalizing neural networks, 2017",
  params: {},
  apply: (ops, _args, x) =>
    ops.mul(
      ops.where(ops.greater(x, 0), x, ops.mul(ops.expm1(nonpositive(ops, x)), 1.6732632423543772)),
      1.0507009873554805,
    ),
  tfjs: "selu",
  range: "real",
  examples: ["selu"],
});
