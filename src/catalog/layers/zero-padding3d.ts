import { dataFormat } from "../convolution/conv-params.js";
import { bordersOf, bordersProblem, padBorders, paddedShape } from "../shape/borders.js";
import { defineLayer } from "../word.js";

export const zeroPadding3d = defineLayer({
  name: "zero_padding3d",
  keras: "ZeroPadding3D",
  summary: "Adds borders of zeros around volumes [depth, height, width, channels].",
  params: {
    padding: bordersOf(3, {
      doc: "Positions added: one number, one a dimension, or [before, after] a dimension.",
      default: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  check: ({ padding }) => bordersProblem("padding", padding, 3),
  shape: ({ padding }, [x]) => paddedShape(padding, x, 3),
  forward: ({ ops, args, inputs }) => padBorders(ops, inputs[0], args.padding, 3),
  flops: () => 0,
  examples: ["zero_padding3d 1", "zero_padding3d [[0, 1], [0, 1], [1, 1]]"],
});
