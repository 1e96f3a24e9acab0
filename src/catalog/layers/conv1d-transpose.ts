import { transposedParams, transposedRules } from "../convolution/transposed.js";
import { defineLayer } from "../word.js";

export const conv1dTranspose = defineLayer({
  name: "conv1d_transpose",
  keras: "Conv1DTranspose",
  aliases: ["convolution1d_transpose"],
  summary: "Transposed convolution over sequences: learned upsampling, the shapes of a convolution in reverse.",
  explain:
    "Where a convolution with the same arguments would shrink, this grows. A kernel size that the strides divide " +
    "(4 with strides 2) avoids " +
    "the checkerboard that other sizes leave.",
  params: transposedParams(1),
  ...transposedRules,
  examples: ["conv1d_transpose 16 3 same strides=2", "conv1d_transpose 8 3 relu"],
});
