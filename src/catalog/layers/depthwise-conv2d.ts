import { because, NO_ACTIVITY } from "../tfjs-unlike.js";
import { depthwiseParams, depthwiseRules } from "../convolution/depthwise.js";
import { windowsTouch } from "../convolution/standard.js";
import { defineLayer } from "../word.js";

export const depthwiseConv2d = defineLayer({
  name: "depthwise_conv2d",
  keras: "DepthwiseConv2D",
  summary: "Convolution of each channel of images by itself, `depth_multiplier` results a channel.",
  explain:
    "Looks at positions, never across channels; follow it with `conv2d filters 1` to mix them, or use " +
    "`separable_conv2d` for both.",
  params: depthwiseParams(2),
  ...depthwiseRules,
  tfjs: {
    factory: "depthwiseConv2d",
    differs: ["depthwise_initializer"],
    unlike: (a) =>
      because(
        [a.dilation_rate.some((d) => d !== 1), "ignores dilation_rate"],
        [a.activity_regularizer !== null, NO_ACTIVITY],
      ),
    exact: windowsTouch,
  },
  examples: ["depthwise_conv2d 3x3 same", "depthwise_conv2d 3 relu depth_multiplier=2"],
});
