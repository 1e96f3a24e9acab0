import { convUnlike, convParams, convRules, windowsTouch } from "../convolution/standard.js";
import { defineLayer } from "../word.js";

export const conv2d = defineLayer({
  name: "conv2d",
  keras: "Conv2D",
  aliases: ["convolution2d"],
  summary: "Convolution over images [height, width, channels]: activation(input ∗ kernel + bias).",
  explain:
    "The workhorse of networks on images: each filter is looked for at every position, so that few weights do " +
    "much. Regularize its kernel " +
    "lightly, and prefer `spatial_dropout2d` to `dropout` between convolutions: neighbouring values say the same.",
  params: convParams(2),
  ...convRules,
  tfjs: { factory: "conv2d", differs: ["kernel_initializer"], unlike: convUnlike, exact: windowsTouch },
  examples: [
    "conv2d 32 3x3 relu same",
    "conv2d 64 3 strides=2",
    "conv2d(32, 3, relu, padding=same)",
    "conv2d 32 3x3 { use_bias: false, regularizer: l2(1e-4) }",
  ],
});
