import { number } from "../param.js";
import { defineActivation } from "../word.js";

export const threshold = defineActivation({
  name: "threshold",
  keras: "threshold",
  summary: "x where x > threshold, else default_value.",
  params: {
    threshold: number({ doc: "Inputs above it pass.", positional: true }),
    default_value: number({ doc: "Result for the others.", positional: true }),
  },
  renamed: { value: "threshold" },
  apply: (ops, args, x) => ops.where(ops.greater(x, args.threshold), x, args.default_value),
  range: "real",
  examples: ["threshold(0.1, 0)"],
});
