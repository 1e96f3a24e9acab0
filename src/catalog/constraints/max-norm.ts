import { number } from "../param.js";
import { defineConstraint } from "../word.js";
import { axisParam, epsilon, norms } from "./norms.js";

export const maxNorm = defineConstraint({
  name: "max_norm",
  keras: "MaxNorm",
  summary: "Weights of each unit with a norm above the limit are scaled down to it.",
  explain: "The usual companion of dropout: it allows a high learning rate without exploding weights.",
  reference: "Srivastava et al., Dropout, 2014",
  params: {
    max_value: number({ doc: "Largest norm of a unit's incoming weights.", default: 2, min: 0, positional: true }),
    axis: axisParam,
  },
  renamed: { m: "max_value" },
  project: (ops, args, weight) => {
    const norm = norms(ops, weight, args.axis);
    return ops.mul(weight, ops.div(ops.clip(norm, 0, args.max_value), ops.add(norm, epsilon)));
  },
  examples: ["max_norm", "max_norm(3)", "max_norm(2, [0, 1, 2])"],
});
