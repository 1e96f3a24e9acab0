import { number } from "../param.js";
import { defineActivation } from "../word.js";

export const softShrink = defineActivation({
  name: "soft_shrink",
  keras: "soft_shrink",
  summary: "x moved towards 0 by the threshold, 0 within it.",
  explain: "The proximal step of an l1 penalty: sparse activities.",
  params: { threshold: number({ doc: "Distance moved.", default: 0.5, min: 0, positional: true }) },
  apply: (ops, { threshold }, x) =>
    ops.where(
      ops.greater(x, threshold),
      ops.sub(x, threshold),
      ops.where(ops.less(x, -threshold), ops.add(x, threshold), 0),
    ),
  range: "real",
  examples: ["soft_shrink", "soft_shrink(0.1)"],
});
