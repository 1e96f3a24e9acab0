import { minus, plus, times } from "../../tensor/lengths.js";
import type { Dim } from "../../tensor/ops.js";
import { known } from "./known.js";
import { span, type Window } from "./window-output.js";

export interface TransposedWindow extends Window {
  readonly padding: "valid" | "same";
  /** null: as much as gives n · stride (same) or (n - 1) · stride + max(span, stride) (valid). */
  readonly outputPadding: number | null;
}

/** Length of an axis after a transposed convolution (Keras's compute_conv_transpose_output_shape). */
export function transposeOutput(n: Dim, w: TransposedWindow): Dim {
  const k = span(w);
  const between = times(minus(n, 1), w.stride);
  if (w.padding === "valid") return plus(between, k, w.outputPadding ?? Math.max(k, w.stride) - k);
  return w.outputPadding === null ? times(n, w.stride) : plus(between, k % 2, w.outputPadding);
}

/**
 * What a `same` transposed convolution cuts off before and after. Equal to the padding of a `same` convolution of the
 * result, except for an even kernel with output_padding 0, where that convolution would be one shorter than the input.
 */
export function transposeCrop(n: Dim, w: TransposedWindow): readonly [number, number] {
  // The length cancels out.
  const total = Math.max(0, known(minus(plus(times(minus(n, 1), w.stride), span(w)), transposeOutput(n, w))));
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
