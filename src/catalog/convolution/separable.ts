import type { Shape, Tensor } from "../../tensor/ops.js";
import type { ArgsOf } from "../param.js";
import { known, orOne, volume } from "../shape/known.js";
import type { ForwardContext, ShapeProblem } from "../word.js";
import * as p from "./conv-params.js";
import { convShape } from "./conv-shape.js";
import { biasWeight, depthwiseWeight } from "./conv-weights.js";
import { depthMultiplier } from "./depthwise.js";
import { finish } from "./finish.js";
import { strideAndDilation } from "./stride-and-dilation.js";

/** Parameters of the separable convolutions in Keras's order. */
export const separableParams = (rank: number) => ({
  filters: p.filters(),
  kernel_size: p.kernelSize(rank),
  strides: p.strides(rank),
  padding: p.padding(),
  data_format: p.dataFormat(),
  dilation_rate: p.dilationRate(rank),
  depth_multiplier: depthMultiplier(),
  activation: p.activation(),
  use_bias: p.useBias(),
  depthwise_initializer: p.initializer("depthwise kernel"),
  pointwise_initializer: p.initializer("pointwise kernel"),
  bias_initializer: p.biasInitializer(),
  depthwise_regularizer: p.regularizer("depthwise kernel"),
  pointwise_regularizer: p.regularizer("pointwise kernel"),
  bias_regularizer: p.regularizer("bias"),
  activity_regularizer: p.activityRegularizer(),
  depthwise_constraint: p.constraint("depthwise kernel"),
  pointwise_constraint: p.constraint("pointwise kernel"),
  bias_constraint: p.constraint("bias"),
});

export type SeparableArgs = ArgsOf<ReturnType<typeof separableParams>>;

const { W_regularizer: _w, W_constraint: _c, init: _i, ...renamedSeparable } = p.renamedConv;

/** What the separable convolutions share: a depthwise convolution, then one of size 1 over the channels. */
export const separableRules = {
  regularizes: ["depthwise_regularizer", "pointwise_regularizer"],
  renamed: renamedSeparable,
  traits: ["convolution"] as const,
  mask: "stop" as const,
  check: (a: SeparableArgs): string | null => strideAndDilation(a),
  shape: (a: SeparableArgs, [x]: readonly Shape[]): Shape | ShapeProblem => convShape(a, x!, a.filters),
  weights: (a: SeparableArgs, [x]: readonly Shape[]) => {
    const channels = known(x!.at(-1));
    return [
      depthwiseWeight(a, "depthwise_kernel", [...a.kernel_size, channels, a.depth_multiplier]),
      {
        name: "pointwise_kernel",
        shape: [...a.kernel_size.map(() => 1), channels * a.depth_multiplier, a.filters],
        initializer: a.pointwise_initializer,
        regularizer: a.pointwise_regularizer,
        constraint: a.pointwise_constraint,
      },
      ...biasWeight(a, a.filters),
    ];
  },
  forward(context: ForwardContext<SeparableArgs>): Tensor {
    const { ops, args: a, inputs, weights } = context;
    const ones = a.kernel_size.map(() => 1);
    const options = { strides: a.strides, padding: a.padding, dilations: a.dilation_rate };
    const depthwise = ops.depthwiseConv(inputs[0], weights["depthwise_kernel"]!, options);
    return finish(
      context,
      ops.conv(depthwise, weights["pointwise_kernel"]!, { strides: ones, padding: "valid", dilations: ones }),
    );
  },
  flops(a: SeparableArgs, [x]: readonly Shape[], out: Shape): number {
    const between = orOne(x!.at(-1)) * a.depth_multiplier;
    const positions = volume(out.slice(1, -1));
    return positions * (2 * volume(a.kernel_size) * between + 2 * between * a.filters + (a.use_bias ? a.filters : 0));
  },
};
