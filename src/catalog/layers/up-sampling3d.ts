import { dataFormat } from "../convolution/conv-params.js";
import { size } from "../param.js";
import { repeatAxis } from "../shape/repeat-axis.js";
import { enlargedShape } from "../shape/enlarged-shape.js";
import { defineLayer } from "../word.js";

export const upSampling3d = defineLayer({
  name: "up_sampling3d",
  keras: "UpSampling3D",
  summary: "Repeats every position of volumes [depth, height, width, channels].",
  params: {
    size: size(3, {
      doc: "How often each position stands in the output: depth, height, width.",
      default: 2,
      positional: true,
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  shape: ({ size: factors }, [x]) => enlargedShape(factors, x),
  forward: ({ ops, args, inputs }) => args.size.reduce((x, times, i) => repeatAxis(ops, x, i + 1, times), inputs[0]),
  flops: () => 0,
  examples: ["up_sampling3d 2", "up_sampling3d 1x2x2"],
});
