import { transposedParams, transposedRules } from "../convolution/transposed.js";
import { defineLayer } from "../word.js";

export const conv3dTranspose = defineLayer({
  name: "conv3d_transpose",
  keras: "Conv3DTranspose",
  aliases: ["convolution3d_transpose"],
  summary: "Transposed convolution over volumes: learned upsampling, the shapes of a convolution in reverse.",
  explain:
    "Where a convolution with the same arguments would shrink, this grows. A kernel size that the strides divide " +
    "(4 with strides 2) avoids " +
    "the checkerboard that other sizes leave.",
  params: transposedParams(3),
  ...transposedRules,
  tfjs: {
    factory: "conv3dTranspose",
    unused: "has no gradient, and computes wrong values where strides are larger than the kernel",
  },
  examples: ["conv3d_transpose 16 3x3x3 same strides=2", "conv3d_transpose 8 3 relu"],
});
