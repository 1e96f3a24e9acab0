import type { Shape } from "../../tensor/ops.js";
import { isNone } from "../shape/known.js";
import { shapeText } from "../shape/shape-text.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { span, windowOutput } from "../shape/window-output.js";
import type { ShapeProblem } from "../word.js";

export interface ConvWindow {
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation_rate: readonly number[];
  readonly padding: string;
}

/** [N, …spatial, C] → [N, …, channels] of a convolution, or why it has none. */
export function convShape(a: ConvWindow, x: Shape, channels: number): Shape | ShapeProblem {
  const rank = a.kernel_size.length;
  const problem = spatialProblem(x, rank, "known");
  if (problem) return problem;
  const windows = a.kernel_size.map((k, i) => ({
    size: k,
    stride: a.strides[i]!,
    dilation: a.dilation_rate[i]!,
    padding: a.padding,
  }));
  const out = windows.map((w, i) => windowOutput(x[i + 1]!, w));
  if (out.some(isNone)) {
    const spans = windows.map(span).join("x");
    const dilated = a.dilation_rate.some((d) => d > 1) ? " with its dilation" : "";
    return {
      problem: `its kernel spans ${spans}${dilated}, more than the input ${shapeText(x)} has`,
      hint: "Use padding `same`, a smaller kernel, or less pooling before it.",
    };
  }
  return [x[0]!, ...out, channels];
}
