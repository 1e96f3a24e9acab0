import { number } from "../param.js";
import { defineRegularizer } from "../word.js";

export const l2 = defineRegularizer({
  name: "l2",
  keras: "L2",
  summary: "Penalty l2 · Σw²: keeps all weights small without making any exactly zero.",
  explain:
    "Also called ridge or, under plain gradient descent, weight decay. The usual first choice, and the one for " +
    "correlated features: it " +
    ("pulls large weights hardest and shares the load among features that say the same, dropping none (for that " +
      "there is l1). Start at ") +
    "1e-4 to 1e-2. Its gradient is 2 · l2 · w: there is no half in front of the square.",
  reference: "Hoerl and Kennard, Ridge regression, 1970",
  params: { l2: number({ doc: "Factor of the sum of squares.", default: 0.01, min: 0, positional: true }) },
  renamed: { l: "l2" },
  penalty: (ops, args, weight) => ops.mul(ops.sum(ops.square(weight)), args.l2),
  l1l2: (args) => ({ l1: 0, l2: args.l2 }),
  examples: ["l2", "l2(1e-4)"],
});
