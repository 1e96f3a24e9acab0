import { number } from "../param.js";
import { defineConstraint } from "../word.js";
import { axisParam, epsilon, norms } from "./norms.js";

export const minMaxNorm = defineConstraint({
  name: "min_max_norm",
  keras: "MinMaxNorm",
  summary: "The norm of each unit's weights is moved into an interval, wholly or by a part of the way.",
  params: {
    min_value: number({ doc: "Smallest norm.", default: 0, min: 0, positional: true }),
    max_value: number({ doc: "Largest norm.", default: 1, min: 0, positional: true }),
    rate: number({
      doc: "Part of the way moved at each step: 1 is strict.",
      default: 1,
      min: 0,
      max: 1,
      positional: true,
    }),
    axis: axisParam,
  },
  renamed: { m: "max_value", low: "min_value", high: "max_value" },
  project: (ops, args, weight) => {
    const norm = norms(ops, weight, args.axis);
    const inside = ops.clip(norm, args.min_value, args.max_value);
    const desired = ops.add(ops.mul(inside, args.rate), ops.mul(norm, 1 - args.rate));
    return ops.mul(weight, ops.div(desired, ops.add(norm, epsilon)));
  },
  examples: ["min_max_norm(0.5, 2)", "min_max_norm(0, 1, rate=0.5)"],
});
