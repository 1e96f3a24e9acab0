import type { Shape, Tensor } from "../../tensor/ops.js";
import { int, type ArgsOf } from "../param.js";
import { known, orOne, volume } from "../shape/known.js";
import type { ForwardContext, ShapeProblem } from "../word.js";
import * as p from "./conv-params.js";
import { convShape } from "./conv-shape.js";
import { biasWeight, depthwiseWeight } from "./conv-weights.js";
import { finish } from "./finish.js";
import { strideAndDilation } from "./stride-and-dilation.js";

export const depthMultiplier = () => int({ doc: "Output channels of each input channel.", min: 1, default: 1 });

/** Parameters of the depthwise convolutions in Keras's order. */
export const depthwiseParams = (rank: number) => ({
  kernel_size: p.kernelSize(rank),
  strides: p.strides(rank),
  padding: p.padding(),
  depth_multiplier: depthMultiplier(),
  data_format: p.dataFormat(),
  dilation_rate: p.dilationRate(rank),
  activation: p.activation(),
  use_bias: p.useBias(),
  depthwise_initializer: p.initializer("kernel"),
  bias_initializer: p.biasInitializer(),
  depthwise_regularizer: p.regularizer("kernel"),
  bias_regularizer: p.regularizer("bias"),
  activity_regularizer: p.activityRegularizer(),
  depthwise_constraint: p.constraint("kernel"),
  bias_constraint: p.constraint("bias"),
});

export type DepthwiseConvArgs = ArgsOf<ReturnType<typeof depthwiseParams>>;

const renamedDepthwise = {
  subsample: "strides",
  border_mode: "padding",
  dim_ordering: "data_format",
  init: "depthwise_initializer",
  kernel_initializer: "depthwise_initializer",
  kernel_regularizer: "depthwise_regularizer",
  kernel_constraint: "depthwise_constraint",
  b_regularizer: "bias_regularizer",
  b_constraint: "bias_constraint",
  bias: "use_bias",
} as const;

const channelsOut = (a: DepthwiseConvArgs, x: Shape): number => known(x.at(-1)) * a.depth_multiplier;

/** What the depthwise convolutions share. */
export const depthwiseRules = {
  regularizes: ["depthwise_regularizer"],
  renamed: renamedDepthwise,
  traits: ["convolution"] as const,
  mask: "stop" as const,
  check: (a: DepthwiseConvArgs): string | null => strideAndDilation(a),
  shape: (a: DepthwiseConvArgs, [x]: readonly Shape[]): Shape | ShapeProblem =>
    convShape(a, x!, orOne(x!.at(-1)) * a.depth_multiplier),
  weights: (a: DepthwiseConvArgs, [x]: readonly Shape[]) => [
    depthwiseWeight(a, "kernel", [...a.kernel_size, known(x!.at(-1)), a.depth_multiplier]),
    ...biasWeight(a, channelsOut(a, x!)),
  ],
  forward(context: ForwardContext<DepthwiseConvArgs>): Tensor {
    const { ops, args: a, inputs, weights } = context;
    const options = { strides: a.strides, padding: a.padding, dilations: a.dilation_rate };
    return finish(context, ops.depthwiseConv(inputs[0], weights["kernel"]!, options));
  },
  flops: (a: DepthwiseConvArgs, _: readonly Shape[], out: Shape): number =>
    volume(out.slice(1)) * (2 * volume(a.kernel_size) + (a.use_bias ? 1 : 0)),
};
