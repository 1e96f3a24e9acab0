import { dataFormat } from "../convolution/conv-params.js";
import { bordersOf, bordersProblem, padBorders, paddedShape } from "../shape/borders.js";
import { defineLayer } from "../word.js";

export const zeroPadding2d = defineLayer({
  name: "zero_padding2d",
  keras: "ZeroPadding2D",
  summary: "Adds borders of zeros around images [height, width, channels].",
  params: {
    padding: bordersOf(2, {
      doc: "Positions added: one number, one a dimension, or [before, after] a dimension.",
      default: [
        [1, 1],
        [1, 1],
      ],
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  check: ({ padding }) => bordersProblem("padding", padding, 2),
  shape: ({ padding }, [x]) => paddedShape(padding, x, 2),
  forward: ({ ops, args, inputs }) => padBorders(ops, inputs[0], args.padding, 2),
  flops: () => 0,
  tfjs: { factory: "zeroPadding2d" },
  examples: ["zero_padding2d 1", "zero_padding2d [[0, 1], [0, 1]]"],
});
