import { number } from "../param.js";
import { defineRegularizer } from "../word.js";

export const l1L2 = defineRegularizer({
  name: "l1_l2",
  keras: "L1L2",
  summary: "Both penalties: l1 · Σ|w| + l2 · Σw².",
  explain:
    "The elastic net: sparse like l1, but correlated features stay together as under l2. For many features of " +
    "which groups belong " +
    "together. A factor that is not given is 0, as in Keras; `l1(a) + l2(b)` says the same.",
  reference: "Zou and Hastie, Regularization and variable selection via the elastic net, 2005",
  params: {
    l1: number({ doc: "Factor of the sum of absolute values.", default: 0, min: 0, positional: true }),
    l2: number({ doc: "Factor of the sum of squares.", default: 0, min: 0, positional: true }),
  },
  penalty: (ops, args, weight) => {
    const absolute = args.l1 === 0 ? null : ops.mul(ops.sum(ops.abs(weight)), args.l1);
    const squares = args.l2 === 0 ? null : ops.mul(ops.sum(ops.square(weight)), args.l2);
    if (absolute && squares) return ops.add(absolute, squares);
    return absolute ?? squares ?? ops.scalar(0);
  },
  l1l2: (args) => ({ l1: args.l1, l2: args.l2 }),
  examples: ["l1_l2(1e-5, 1e-4)", "l1_l2(l1=0.01)"],
});
