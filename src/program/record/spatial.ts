import type { Padding } from "../../tensor/ops.js";
import type { Graph } from "../graph.js";
import type { Attr, Value } from "../node.js";
import { expandDims, squeeze } from "./reshape.js";

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
