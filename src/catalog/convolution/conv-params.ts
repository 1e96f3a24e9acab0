import { bool, call, choice, int, size, word } from "../param.js";

const perAxis = ["", "along the steps", "height and width", "depth, height and width"];

/** Parameters that every convolution has, by Keras's names; `rank` spatial dimensions. */
export const kernelSize = (rank: number) =>
  size(rank, { doc: `Positions the kernel spans: ${perAxis[rank]}.`, positional: true });

export const filters = () =>
  int({ doc: "Channels of the output: how many kernels are learned.", min: 1, positional: true });

export const strides = (rank: number) =>
  size(rank, { doc: "Positions the kernel moves at each step; 2 halves the output.", default: 1 });

export const dilationRate = (rank: number) =>
  size(rank, { doc: "Positions between neighbouring kernel elements; above 1 only with strides of 1.", default: 1 });

export const padding = () =>
  choice(["valid", "same"], {
    doc: "`valid` uses the input as it is, `same` adds zeros so that a stride of 1 keeps the size.",
    default: "valid",
    positional: true,
  });

/** Only channels_last exists here; Keras's other choice is refused by name instead of being ignored. */
export const dataFormat = () =>
  choice(["channels_last"], {
    doc: "Where the channels are: the last axis, the only layout regnet has.",
    default: "channels_last",
  });

export const activation = () =>
  word("activation", { doc: "Applied to the result.", default: call("linear"), positional: true });

export const useBias = () => bool({ doc: "Adds one learned number to each output channel.", default: true });

export const initializer = (of: string) =>
  word("initializer", { doc: `Start of the ${of}.`, default: call("glorot_uniform", { seed: null }) });

export const regularizer = (of: string) => word("regularizer", { doc: `Penalty on the ${of}.`, default: null });

export const constraint = (of: string) =>
  word("constraint", { doc: `Projection of the ${of} after each step.`, default: null });

export const biasInitializer = () => word("initializer", { doc: "Start of the bias.", default: call("zeros") });

export const activityRegularizer = () => word("regularizer", { doc: "Penalty on the output, per row.", default: null });

/** Names of Keras 1 that every convolution shares. */
export const renamedConv = {
  nb_filter: "filters",
  filter_length: "kernel_size",
  subsample: "strides",
  subsample_length: "strides",
  border_mode: "padding",
  dim_ordering: "data_format",
  atrous_rate: "dilation_rate",
  init: "kernel_initializer",
  W_regularizer: "kernel_regularizer",
  b_regularizer: "bias_regularizer",
  W_constraint: "kernel_constraint",
  b_constraint: "bias_constraint",
  bias: "use_bias",
} as const;
