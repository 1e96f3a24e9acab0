import { because, NO_ACTIVITY } from "../tfjs-unlike.js";
import { separableParams, separableRules } from "../convolution/separable.js";
import { windowsTouch } from "../convolution/standard.js";
import { defineLayer } from "../word.js";

export const separableConv2d = defineLayer({
  name: "separable_conv2d",
  keras: "SeparableConv2D",
  aliases: ["separable_convolution2d"],
  summary: "Depthwise convolution of each channel of images, then a convolution of size 1 that mixes the channels.",
  explain:
    "Close to conv2d in what it learns, with a fraction of its weights. `regularizer` means both kernels; the " +
    "depthwise one is small, and some " +
    "leave it alone with `pointwise_regularizer`.",
  reference: "Chollet 2017, Xception: Deep Learning with Depthwise Separable Convolutions",
  params: separableParams(2),
  ...separableRules,
  tfjs: {
    factory: "separableConv2d",
    unlike: (a) =>
      because(
        [a.dilation_rate.some((d) => d !== 1), "has no gradient of dilated convolutions"],
        [a.activity_regularizer !== null, NO_ACTIVITY],
        [
          JSON.stringify(a.pointwise_initializer) !== JSON.stringify(a.depthwise_initializer),
          "starts the pointwise kernel with the depthwise initializer",
        ],
      ),
    exact: windowsTouch,
  },
  examples: ["separable_conv2d 64 3x3 relu same", "separable_conv2d 32 3 { regularizer: l2(1e-5) }"],
});
