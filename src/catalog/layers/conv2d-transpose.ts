import { transposedUnlike, transposedParams, transposedRules } from "../convolution/transposed.js";
import { defineLayer } from "../word.js";

export const conv2dTranspose = defineLayer({
  name: "conv2d_transpose",
  keras: "Conv2DTranspose",
  aliases: ["convolution2d_transpose"],
  summary: "Transposed convolution over images: learned upsampling, the shapes of a convolution in reverse.",
  explain:
    "Where a convolution with the same arguments would shrink, this grows. A kernel size that the strides divide " +
    "(4 with strides 2) avoids " +
    "the checkerboard that other sizes leave.",
  params: transposedParams(2),
  ...transposedRules,
  tfjs: { factory: "conv2dTranspose", differs: ["kernel_initializer"], unlike: transposedUnlike },
  examples: ["conv2d_transpose 16 3x3 same strides=2", "conv2d_transpose 8 3 relu"],
});
