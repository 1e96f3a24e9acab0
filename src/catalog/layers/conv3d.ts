import { convUnlike, convParams, convRules, windowsTouch } from "../convolution/standard.js";
import { defineLayer } from "../word.js";

export const conv3d = defineLayer({
  name: "conv3d",
  keras: "Conv3D",
  aliases: ["convolution3d"],
  summary: "Convolution over volumes [depth, height, width, channels]: activation(input ∗ kernel + bias).",
  explain: "As conv2d, for scans and short films. Memory grows with every axis: stride or pool early.",
  params: convParams(3),
  ...convRules,
  tfjs: { factory: "conv3d", differs: ["kernel_initializer"], unlike: convUnlike, exact: windowsTouch },
  examples: ["conv3d 16 3x3x3 relu", "conv3d 32 3 same strides=2"],
});
