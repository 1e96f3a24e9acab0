import { number } from "../param.js";
import { defineActivation } from "../word.js";

export const hardShrink = defineActivation({
  name: "hard_shrink",
  keras: "hard_shrink",
  summary: "x where |x| > threshold, else 0.",
  params: {
    threshold: number({ doc: "Largest absolute value that becomes 0.", default: 0.5, min: 0, positional: true }),
  },
  apply: (ops, { threshold }, x) => ops.where(ops.greater(ops.abs(x), threshold), x, 0),
  range: "real",
  examples: ["hard_shrink", "hard_shrink(0.1)"],
});
