import { number } from "../param.js";
import { defineRegularizer } from "../word.js";

export const l1 = defineRegularizer({
  name: "l1",
  keras: "L1",
  summary: "Penalty l1 · Σ|w|: drives weights to zero and leaves few features in use.",
  explain:
    "Also called lasso. Choose it where there are many features and few matter: it pulls every weight towards " +
    "zero with the same force, so " +
    ("that unimportant ones arrive there, and the sparse rest shows which features are used. Of correlated " +
      "features it keeps an arbitrary ") +
    ("one (take l2 or l1_l2). Start at 1e-4 to 1e-2; too much and the network underfits. At exactly 0 its gradient " +
      "is 0."),
  reference: "Tibshirani, Regression shrinkage and selection via the lasso, 1996",
  params: { l1: number({ doc: "Factor of the sum of absolute values.", default: 0.01, min: 0, positional: true }) },
  renamed: { l: "l1" },
  penalty: (ops, args, weight) => ops.mul(ops.sum(ops.abs(weight)), args.l1),
  l1l2: (args) => ({ l1: args.l1, l2: 0 }),
  examples: ["l1", "l1(0.01)"],
});
