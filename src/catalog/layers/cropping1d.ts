import { size } from "../param.js";
import { minus, plus } from "../../tensor/lengths.js";
import { isNone } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const cropping1d = defineLayer({
  name: "cropping1d",
  keras: "Cropping1D",
  summary: "Cuts steps off the beginning and the end of sequences [steps, channels].",
  params: {
    cropping: size(2, {
      doc: "Steps cut off before and after; one number for both.",
      min: 0,
      default: 1,
      positional: true,
    }),
  },
  mask: "stop",
  shape({ cropping }, [x]) {
    const problem = spatialProblem(x, 1);
    if (problem) return problem;
    const length = minus(x[1]!, plus(...cropping));
    return isNone(length)
      ? {
          problem: `cuts ${cropping[0]} and ${cropping[1]} steps off ${shapeText(x)}, which leaves none`,
          hint: "Use a smaller cropping.",
        }
      : [x[0]!, length, x[2]!];
  },
  forward({ ops, args: { cropping }, inputs }) {
    const kept = minus(inputs[0].shape[1]!, plus(...cropping));
    return ops.slice(inputs[0], [0, cropping[0]!, 0], [null, kept, null]);
  },
  flops: () => 0,
  examples: ["cropping1d 1", "cropping1d [0, 4]"],
});
