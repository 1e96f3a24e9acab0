import type { Dim } from "../../tensor/ops.js";
import { span as spanned, windowPlaces } from "../../tensor/shapes/windows.js";

/** How a window moves along one axis. */
export interface Window {
  /** Of the kernel or pool. */
  readonly size: number;
  readonly stride: number;
  readonly dilation?: number;
  readonly padding: string;
}

/** Positions that a dilated kernel spans: (size - 1) · dilation + 1. */
export const span = (w: Pick<Window, "size" | "dilation">): number => spanned(w.size, w.dilation ?? 1);

/**
 * Length of an axis after a convolution or a pooling (Keras's compute_conv_output_shape, compute_pooling_output_shape):
 * valid ⌊(n - span) / stride⌋ + 1, same and causal ⌊(n - 1) / stride⌋ + 1. 0 or below: the window does not fit.
 */
export const windowOutput = (n: Dim, w: Window): Dim =>
  windowPlaces(n, span(w), w.stride, w.padding === "valid" ? "valid" : "same");
