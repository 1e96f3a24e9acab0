import { depthwiseParams, depthwiseRules } from "../convolution/depthwise.js";
import { defineLayer } from "../word.js";

export const depthwiseConv1d = defineLayer({
  name: "depthwise_conv1d",
  keras: "DepthwiseConv1D",
  summary: "Convolution of each channel of sequences by itself, `depth_multiplier` results a channel.",
  explain:
    "Looks at positions, never across channels; follow it with `conv1d filters 1` to mix them, or use " +
    "`separable_conv1d` for both.",
  params: depthwiseParams(1),
  ...depthwiseRules,
  examples: ["depthwise_conv1d 3 same", "depthwise_conv1d 3 relu depth_multiplier=2"],
});
