import { because, NO_ACTIVITY } from "../tfjs-unlike.js";
import type { Shape, Tensor } from "../../tensor/ops.js";
import { size, type ArgsOf } from "../param.js";
import { isNone, known, volume } from "../shape/known.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { transposeCrop, transposeOutput, type TransposedWindow } from "../shape/transpose-output.js";
import { span } from "../shape/window-output.js";
import type { ForwardContext, ShapeProblem } from "../word.js";
import * as p from "./conv-params.js";
import { kernelAndBias } from "./conv-weights.js";
import { finish } from "./finish.js";
import { strideAndDilation } from "./stride-and-dilation.js";

/** Parameters of the transposed convolutions in Keras's order. */
export const transposedParams = (rank: number) => ({
  filters: p.filters(),
  kernel_size: p.kernelSize(rank),
  strides: size(rank, { doc: "Positions between two inputs in the output; 2 doubles the size.", default: 1 }),
  padding: p.padding(),
  output_padding: size(rank, {
    doc: "Positions added at the end of the output, below the strides; none lets the padding decide.",
    min: 0,
    default: null,
  }),
  data_format: p.dataFormat(),
  dilation_rate: p.dilationRate(rank),
  activation: p.activation(),
  use_bias: p.useBias(),
  kernel_initializer: p.initializer("kernel"),
  bias_initializer: p.biasInitializer(),
  kernel_regularizer: p.regularizer("kernel"),
  bias_regularizer: p.regularizer("bias"),
  activity_regularizer: p.activityRegularizer(),
  kernel_constraint: p.constraint("kernel"),
  bias_constraint: p.constraint("bias"),
});

export type TransposedArgs = ArgsOf<ReturnType<typeof transposedParams>>;

const windows = (a: TransposedArgs): readonly TransposedWindow[] =>
  a.kernel_size.map((k, i) => ({
    size: k,
    stride: a.strides[i]!,
    dilation: a.dilation_rate[i]!,
    padding: a.padding,
    outputPadding: a.output_padding === null ? null : a.output_padding[i]!,
  }));

/** What the transposed convolutions share. */
export const transposedRules = {
  regularizes: ["kernel_regularizer"],
  renamed: p.renamedConv,
  traits: ["convolution"] as const,
  mask: "stop" as const,
  check: (a: TransposedArgs): string | null =>
    a.output_padding?.some((n, i) => n >= a.strides[i]!)
      ? `output_padding has to be below strides in every dimension (output_padding ${a.output_padding.join("x")}, ` +
        `strides ${a.strides.join("x")})`
      : strideAndDilation(a),
  shape(a: TransposedArgs, [x]: readonly Shape[]): Shape | ShapeProblem {
    const problem = spatialProblem(x!, a.kernel_size.length, "known");
    if (problem) return problem;
    const out = windows(a).map((w, i) => transposeOutput(x![i + 1]!, w));
    return out.some(isNone)
      ? {
          problem: "has no output: an even kernel with output_padding 0 leaves nothing of a single position",
          hint: "Drop output_padding.",
        }
      : [x![0]!, ...out, a.filters];
  },
  /** Filters before channels: the kernel of the convolution that this one reverses. */
  weights: (a: TransposedArgs, [x]: readonly Shape[]) =>
    kernelAndBias(a, [...a.kernel_size, a.filters, known(x!.at(-1))], a.filters),
  forward(context: ForwardContext<TransposedArgs>): Tensor {
    const { ops, args: a, inputs, weights } = context;
    const lengths = inputs[0].shape.slice(1, -1);
    const all = windows(a);
    const shortened = a.padding === "same" && all.some((w) => w.outputPadding === 0 && span(w) % 2 === 0);
    const y = ops.convTranspose(inputs[0], weights["kernel"]!, {
      strides: a.strides,
      padding: shortened ? all.map((w, i) => transposeCrop(lengths[i]!, w)) : a.padding,
      dilations: a.dilation_rate,
      outputSize: all.map((w, i) => transposeOutput(lengths[i]!, w)),
    });
    return finish(context, y);
  },
  flops: (a: TransposedArgs, [x]: readonly Shape[], out: Shape): number =>
    2 * volume(x!.slice(1)) * volume(a.kernel_size) * a.filters + (a.use_bias ? volume(out.slice(1)) : 0),
};

/** What tf.layers does otherwise. */
export const transposedUnlike = (a: TransposedArgs): string | null =>
  because(
    [a.output_padding !== null, "has no output_padding"],
    [a.dilation_rate.some((d) => d !== 1), "ignores dilation_rate"],
    [a.activity_regularizer !== null, NO_ACTIVITY],
  );
