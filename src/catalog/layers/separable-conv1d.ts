import { separableParams, separableRules } from "../convolution/separable.js";
import { defineLayer } from "../word.js";

export const separableConv1d = defineLayer({
  name: "separable_conv1d",
  keras: "SeparableConv1D",
  aliases: ["separable_convolution1d"],
  summary: "Depthwise convolution of each channel of sequences, then a convolution of size 1 that mixes the channels.",
  explain:
    "Close to conv1d in what it learns, with a fraction of its weights. `regularizer` means both kernels; the " +
    "depthwise one is small, and some " +
    "leave it alone with `pointwise_regularizer`.",
  reference: "Chollet 2017, Xception: Deep Learning with Depthwise Separable Convolutions",
  params: separableParams(1),
  ...separableRules,
  examples: ["separable_conv1d 64 3 relu same", "separable_conv1d 32 3 { regularizer: l2(1e-5) }"],
});
