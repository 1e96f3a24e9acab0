import { dataFormat } from "../convolution/conv-params.js";
import { bordersOf, bordersProblem, cropBorders, croppedShape } from "../shape/borders.js";
import { defineLayer } from "../word.js";

export const cropping2d = defineLayer({
  name: "cropping2d",
  keras: "Cropping2D",
  summary: "Cuts borders off images [height, width, channels].",
  params: {
    cropping: bordersOf(2, {
      doc: "Positions cut off: one number, one a dimension, or [before, after] a dimension.",
      default: [
        [0, 0],
        [0, 0],
      ],
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  check: ({ cropping }) => bordersProblem("cropping", cropping, 2),
  shape: ({ cropping }, [x]) => croppedShape(cropping, x, 2),
  forward: ({ ops, args, inputs }) => cropBorders(ops, inputs[0], args.cropping, 2),
  flops: () => 0,
  tfjs: { factory: "cropping2D" },
  examples: ["cropping2d 1", "cropping2d [[0, 1], [0, 1]]"],
});
