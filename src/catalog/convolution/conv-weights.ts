import type { WordCall } from "../../ir/value.js";
import type { WeightSpec } from "../word.js";

/** The `bias_…` arguments. */
export interface BiasArgs {
  readonly use_bias: boolean;
  readonly bias_initializer: WordCall;
  readonly bias_regularizer: WordCall | null;
  readonly bias_constraint: WordCall | null;
}

/** The bias vector, or nothing without `use_bias`. */
export const biasWeight = (a: BiasArgs, length: number): readonly WeightSpec[] =>
  a.use_bias
    ? [
        {
          name: "bias",
          shape: [length],
          initializer: a.bias_initializer,
          regularizer: a.bias_regularizer,
          constraint: a.bias_constraint,
        },
      ]
    : [];

export interface KernelArgs extends BiasArgs {
  readonly kernel_initializer: WordCall;
  readonly kernel_regularizer: WordCall | null;
  readonly kernel_constraint: WordCall | null;
}

/** Keras's order: kernel, then bias. */
export const kernelAndBias = (a: KernelArgs, shape: readonly number[], length: number): readonly WeightSpec[] => [
  {
    name: "kernel",
    shape,
    initializer: a.kernel_initializer,
    regularizer: a.kernel_regularizer,
    constraint: a.kernel_constraint,
  },
  ...biasWeight(a, length),
];

export interface DepthwiseArgs extends BiasArgs {
  readonly depthwise_initializer: WordCall;
  readonly depthwise_regularizer: WordCall | null;
  readonly depthwise_constraint: WordCall | null;
}

/** The kernel of a depthwise convolution under its Keras name: `kernel` alone, `depthwise_kernel` when separable. */
export const depthwiseWeight = (a: DepthwiseArgs, name: string, shape: readonly number[]): WeightSpec => ({
  name,
  shape,
  initializer: a.depthwise_initializer,
  regularizer: a.depthwise_regularizer,
  constraint: a.depthwise_constraint,
});
