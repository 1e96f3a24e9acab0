import { because } from "../tfjs-unlike.js";
import { dataFormat } from "../convolution/conv-params.js";
import { times } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { defineLayer } from "../word.js";

const flat = (x: Shape): Shape => [x[0]!, times(...x.slice(1))];

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
  shape: (_, [x]) => flat(x),
  forward: ({ ops, inputs: [x] }) => ops.reshape(x, flat(x.shape)),
  flops: () => 0,
  tfjs: {
    factory: "flatten",
    unlike: (_, [x]) =>
      because(
        [x.length <= 2, "refuses tensors of one axis beside the rows"],
        [x.slice(1).some((d) => typeof d !== "number"), "needs to know every length"],
      ),
  },
  examples: ["flatten"],
});
