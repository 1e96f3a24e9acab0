import { number } from "../param.js";
import { defineActivation } from "../word.js";
import { leaky } from "./rectified.js";

export const leakyRelu = defineActivation({
  name: "leaky_relu",
  keras: "leaky_relu",
  summary: "x above 0, negative_slope · x below.",
  explain:
    "No unit dies: there is a gradient everywhere. As an activation its slope is 0.2, as a layer 0.3: both are " +
    "Keras's defaults.",
  params: { negative_slope: number({ doc: "Slope below 0.", default: 0.2, positional: true }) },
  renamed: { alpha: "negative_slope" },
  apply: (ops, args, x) => leaky(ops, x, args.negative_slope),
  range: "real",
  examples: ["leaky_relu", "leaky_relu(0.1)"],
});
