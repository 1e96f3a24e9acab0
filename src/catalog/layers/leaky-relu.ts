import { leaky } from "../activations/rectified.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const leakyRelu = defineLayer({
  name: "leaky_relu",
  keras: "LeakyReLU",
  summary: "x above 0, negative_slope · x below.",
  explain:
    "The layer's slope is 0.3 unless given, the activation's 0.2: both are Keras's defaults. The gradient at 0 is 1.",
  params: { negative_slope: number({ doc: "Slope below 0.", default: 0.3, min: 0, positional: true }) },
  renamed: { alpha: "negative_slope" },
  traits: ["elementwise"],
  shape: (_args, [x]) => x,
  dtype: () => "float32",
  forward: ({ ops, args, inputs }) => leaky(ops, inputs[0], args.negative_slope),
  tfjs: { factory: "leakyReLU", unused: "has the slope as its gradient at 0, where Keras's is 1" },
  examples: ["leaky_relu", "leaky_relu 0.2"],
});
