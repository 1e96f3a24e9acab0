import { number } from "../param.js";
import { defineActivation } from "../word.js";
import { rectified } from "./rectified.js";

export const relu = defineActivation({
  name: "relu",
  keras: "relu",
  summary: "max(x, 0).",
  explain: "The usual choice between layers. The gradient at 0 is 0.",
  params: {
    negative_slope: number({ doc: "Slope below the threshold.", default: 0, positional: true }),
    max_value: number({ doc: "Largest result; none: no limit.", default: null, min: 0, positional: true }),
    threshold: number({ doc: "Results below this input are 0 (or follow the slope).", default: 0, positional: true }),
  },
  renamed: { alpha: "negative_slope" },
  apply: (ops, args, x) => rectified(ops, args, x),
  tfjs: "relu",
  range: "nonnegative",
  examples: ["relu", "relu(max_value=6)"],
});
