import type { BatchNormed, Ops, Shape, Tensor } from "./ops.js";

/** The operations that those of this file are made of. */
export type Basic = Omit<Ops, "batchNorm">;

export interface Moments {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Mean and biased variance over the axes, kept as axes of length 1. */
export function moments(ops: Basic, x: Tensor, axes: readonly number[]): Moments {
  const mean = ops.mean(x, axes, true);
  return { mean, variance: ops.mean(ops.square(ops.sub(x, mean)), axes, true) };
}

export interface Affine {
  readonly epsilon: number;
  readonly gamma: Tensor | null;
  readonly beta: Tensor | null;
}

/** (x - mean) / √(variance + epsilon) · gamma + beta; everything but x broadcasts to it. */
export function normalized(
  ops: Basic,
  x: Tensor,
  { mean, variance }: Moments,
  { epsilon, gamma, beta }: Affine,
): Tensor {
  const inverse = ops.rsqrt(ops.add(variance, epsilon));
  const scaled = ops.mul(ops.sub(x, mean), gamma ? ops.mul(inverse, gamma) : inverse);
  return beta ? ops.add(scaled, beta) : scaled;
}

/** `Ops.batchNorm`, one operation after the other. */
export function batchNormed(ops: Basic, x: Tensor, { epsilon, gamma, beta }: Affine): BatchNormed {
  const channels = x.shape.length - 1;
  const batch = moments(ops, x, [...Array(channels).keys()]);
  const [mean, variance] = [batch.mean, batch.variance].map((m) =>
    ops.stopGradient(ops.reshape(m, [x.shape[channels]!])),
  );
  return { value: normalized(ops, x, batch, { epsilon, gamma, beta }), mean: mean!, variance: variance! };
}

/** A weight over some axes as a tensor that broadcasts to x. `axes` ascending, as the weight's. */
export const alongAxes = (ops: Basic, weight: Tensor, x: Shape, axes: readonly number[]): Tensor =>
  // Over the last axes broadcasting needs no help.
  axes.every((axis, i) => axis === x.length - axes.length + i)
    ? weight
    : ops.reshape(
        weight,
        x.map((_, i) => (axes.includes(i) ? weight.shape[axes.indexOf(i)]! : 1)),
      );
