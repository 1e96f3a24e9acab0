import { dataFormat } from "../convolution/conv-params.js";
import { defineLayer } from "../word.js";

export const flatten = defineLayer({
  name: "flatten",
  keras: "Flatten",
  summary: "All axes beside the batch as one.",
  explain:
    "Joins the maps of convolutions to dense layers. The dense layer behind it often has most of a network's " +
    "weights: regularize that one, or use " +
    "`global_average_pooling2d` instead.",
  params: { data_format: dataFormat() },
  renamed: { dim_ordering: "data_format" },
  mask: "stop",
  shape: (_, [x]) => [x![0]!, x!.slice(1).includes(null) ? null : x!.slice(1).reduce<number>((n, d) => n * d!, 1)],
  forward({ ops, inputs }) {
    const dims = inputs[0]!.shape.slice(1);
    return ops.reshape(inputs[0]!, [
      inputs[0]!.shape[0]!,
      dims.includes(null) ? null : dims.reduce<number>((n, d) => n * d!, 1),
    ]);
  },
  flops: () => 0,
  // tf.layers refuses tensors of one axis, and unknown lengths.
  tfjs: { factory: "flatten", faithful: (_, [x]) => x!.length > 2 && !x!.slice(1).includes(null) },
  examples: ["flatten"],
});
