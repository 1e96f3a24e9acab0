import { because, NO_ACTIVITY } from "../tfjs-unlike.js";
import type { Shape, Tensor } from "../../tensor/ops.js";
import type { ArgsOf } from "../param.js";
import { known, orOne, volume } from "../shape/known.js";
import { int } from "../param.js";
import type { ForwardContext, ShapeProblem } from "../word.js";
import * as p from "./conv-params.js";
import { convShape } from "./conv-shape.js";
import { kernelAndBias } from "./conv-weights.js";
import { finish } from "./finish.js";
import { strideAndDilation } from "./stride-and-dilation.js";

/** Parameters of conv1d, conv2d and conv3d in Keras's order. */
export const convParams = (rank: number) => ({
  filters: p.filters(),
  kernel_size: p.kernelSize(rank),
  strides: p.strides(rank),
  padding: p.padding(),
  data_format: p.dataFormat(),
  dilation_rate: p.dilationRate(rank),
  groups: int({
    doc: "Groups of input channels that are convolved apart; divides the channels and the filters.",
    min: 1,
    default: 1,
  }),
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

/** `causal` is conv1d's only. */
export type ConvArgs = Omit<ArgsOf<ReturnType<typeof convParams>>, "padding"> & {
  readonly padding: "valid" | "same" | "causal";
};

/** What conv1d, conv2d and conv3d share: rules, shapes, weights, the forward pass. */
export const convRules = {
  regularizes: ["kernel_regularizer"],
  renamed: p.renamedConv,
  traits: ["convolution"] as const,
  mask: "stop" as const,
  check: (a: ConvArgs): string | null =>
    a.filters % a.groups !== 0
      ? `filters has to be a multiple of groups (${a.filters} filters, ${a.groups} groups)`
      : strideAndDilation(a),
  shape(a: ConvArgs, [x]: readonly Shape[]): Shape | ShapeProblem {
    const shape = convShape(a, x!, a.filters);
    const channels = x!.at(-1);
    if ("problem" in shape || typeof channels !== "number" || channels % a.groups === 0) return shape;
    return {
      problem: `cannot split ${channels} input channels into ${a.groups} groups`,
      hint: "Choose groups that divides the channels of the input.",
    };
  },
  weights: (a: ConvArgs, [x]: readonly Shape[]) =>
    kernelAndBias(a, [...a.kernel_size, known(x!.at(-1)) / a.groups, a.filters], a.filters),
  forward(context: ForwardContext<ConvArgs>): Tensor {
    const { ops, args: a, inputs, weights } = context;
    // Causal: zeros before the first step only, so that no output sees a later input (Keras Conv1D).
    const padding = a.padding === "causal" ? [[a.dilation_rate[0]! * (a.kernel_size[0]! - 1), 0] as const] : a.padding;
    const y = ops.conv(inputs[0], weights["kernel"]!, {
      strides: a.strides,
      padding,
      dilations: a.dilation_rate,
      groups: a.groups,
    });
    return finish(context, y);
  },
  flops(a: ConvArgs, [x]: readonly Shape[], out: Shape): number {
    const perValue = (2 * volume(a.kernel_size) * orOne(x!.at(-1))) / a.groups;
    return volume(out.slice(1)) * (perValue + (a.use_bias ? 1 : 0));
  },
};

/** On wasm the windows of `same` start elsewhere where they leave places out. */
export const windowsTouch = ({
  padding,
  kernel_size,
  strides,
}: {
  readonly padding: string;
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
}): boolean => padding !== "same" || kernel_size.every((k, i) => k === 1 || strides[i]! <= k);

/** What tf.layers does otherwise. */
export const convUnlike = (a: ConvArgs): string | null =>
  because(
    [a.groups !== 1, "ignores groups"],
    [a.padding === "causal", "throws on causal padding"],
    [a.dilation_rate.some((d) => d !== 1), "has no gradient of dilated convolutions"],
    [a.activity_regularizer !== null, NO_ACTIVITY],
  );
