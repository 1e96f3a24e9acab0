import { dataFormat } from "../convolution/conv-params.js";
import { size } from "../param.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { plus } from "../../tensor/lengths.js";
import { defineLayer } from "../word.js";

export const zeroPadding1d = defineLayer({
  name: "zero_padding1d",
  keras: "ZeroPadding1D",
  summary: "Adds steps of zeros before and after sequences [steps, channels].",
  params: {
    padding: size(2, {
      doc: "Steps added before and after; one number for both.",
      min: 0,
      default: 1,
      positional: true,
    }),
    data_format: dataFormat(),
  },
  mask: "stop",
  shape: ({ padding }, [x]) => spatialProblem(x, 1) ?? [x[0]!, plus(x[1]!, ...padding), x[2]!],
  forward: ({ ops, args: { padding }, inputs }) =>
    ops.pad(inputs[0], [
      [0, 0],
      [padding[0]!, padding[1]!],
      [0, 0],
    ]),
  flops: () => 0,
  examples: ["zero_padding1d 2", "zero_padding1d [3, 0]"],
});
