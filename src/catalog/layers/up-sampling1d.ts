import { int } from "../param.js";
import { repeatAxis } from "../shape/repeat-axis.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { times } from "../../tensor/lengths.js";
import { defineLayer } from "../word.js";

export const upSampling1d = defineLayer({
  name: "up_sampling1d",
  keras: "UpSampling1D",
  summary: "Repeats every step of sequences [steps, channels].",
  params: { size: int({ doc: "How often each step stands in the output.", min: 1, default: 2, positional: true }) },
  renamed: { length: "size" },
  mask: "stop",
  shape: ({ size }, [x]) => spatialProblem(x, 1) ?? [x[0]!, times(x[1]!, size), x[2]!],
  forward: ({ ops, args, inputs }) => repeatAxis(ops, inputs[0], 1, args.size),
  flops: () => 0,
  examples: ["up_sampling1d 2", "up_sampling1d"],
});
