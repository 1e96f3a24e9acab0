import { dataFormat } from "../convolution/conv-params.js";
import { bordersOf, bordersProblem, cropBorders, croppedShape } from "../shape/borders.js";
import { defineLayer } from "../word.js";

export const cropping3d = defineLayer({
  name: "cropping3d",
  keras: "Cropping3D",
  summary: "Cuts borders off volumes [depth, height, width, channels].",
  params: {
    cropping: bordersOf(3, {
      doc: "Positions cut off: one number, one a dimension, or [before, after] a dimension.",
      default: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  check: ({ cropping }) => bordersProblem("cropping", cropping, 3),
  shape: ({ cropping }, [x]) => croppedShape(cropping, x, 3),
  forward: ({ ops, args, inputs }) => cropBorders(ops, inputs[0], args.cropping, 3),
  flops: () => 0,
  examples: ["cropping3d 1", "cropping3d [[0, 1], [0, 1], [1, 1]]"],
});
