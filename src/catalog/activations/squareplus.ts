import { number } from "../param.js";
import { defineActivation } from "../word.js";

export const squareplus = defineActivation({
  name: "squareplus",
  keras: "squareplus",
  summary: "(x + √(x² + b)) / 2.",
  params: { b: number({ doc: "Smoothness: with 0 it is relu.", default: 4, min: 0, positional: true }) },
  apply: (ops, { b }, x) => ops.div(ops.add(x, ops.sqrt(ops.add(ops.square(x), b))), 2),
  range: "nonnegative",
  examples: ["squareplus", "squareplus(1)"],
});
