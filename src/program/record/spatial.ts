import type { Padding, Shape } from "../../tensor/ops.js";
import type { Graph } from "../graph.js";
import type { Attr, Value } from "../node.js";
import { expandDims, squeeze } from "./reshape.js";

export type Pads = readonly (readonly [number, number])[];

export const spatialOf = (x: Value): number[] =>
  x.shape.slice(1, -1).map((d) => {
    if (d === null)
      throw new Error(`a convolution needs known lengths, not [${x.shape.map((n) => n ?? "?").join(", ")}]`);
    return d;
  });

/** TensorFlow's `same`: as much as gives ceil(size / stride) results, the odd one after. */
function same(size: number, kernel: number, stride: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Zeros before and after each spatial axis; `kernels` are the lengths a filter spans. */
export const explicitPads = (
  sizes: readonly number[],
  kernels: readonly number[],
  strides: readonly number[],
  padding: Padding,
): Pads =>
  sizes.map((size, i) =>
    padding === "same" ? same(size, kernels[i]!, strides[i]!) : padding === "valid" ? [0, 0] : padding[i]!,
  );

/** Places of a filter over a padded axis. */
export const windows = (size: number, pad: readonly [number, number], kernel: number, stride: number): number =>
  Math.floor((size + pad[0] + pad[1] - kernel) / stride) + 1;

export const span = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/** Strides, dilations or window sizes with the batch's and the channels' 1. */
export const framed = (values: readonly number[]): Attr => ({ ints: [1, ...values, 1] });

export interface PaddingAttrs {
  readonly padding: Attr;
  readonly explicit_paddings: Attr;
}

/**
 * The padding attributes of the two-dimensional ops: by name where there is one, so that TensorFlow's fast kernels see
 * it.
 */
export const paddingAttrs = (padding: Padding): PaddingAttrs =>
  typeof padding === "string"
    ? { padding: { string: padding.toUpperCase() }, explicit_paddings: { ints: [] } }
    : padding.every(([before, after]) => before === 0 && after === 0)
      ? { padding: { string: "VALID" }, explicit_paddings: { ints: [] } }
      : { padding: { string: "EXPLICIT" }, explicit_paddings: { ints: [0, 0, ...padding.flat(), 0, 0] } };

/** Runs a two-dimensional op on [N, W, C]: a height of 1 around it. */
export const flat = (g: Graph, x: Value, f: (x: Value) => Value): Value => squeeze(g, f(expandDims(g, x, 1)), [1]);

/** Options of one dimension as those of a height of 1 and that width. Equal strides, which some kernels demand. */
export const widened = (padding: Padding): Padding => (typeof padding === "string" ? padding : [[0, 0], ...padding]);

export const isOne = (values: readonly number[]): boolean => values.every((v) => v === 1);

export const outputShape = (x: Shape, places: readonly number[], channels: number): Shape => [
  x[0]!,
  ...places,
  channels,
];
