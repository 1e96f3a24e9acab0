import type { Dim, Ops, Shape, Tensor } from "../../tensor/ops.js";
import type { ShapeProblem } from "../word.js";

/** Bool, true with probability 1 - rate, drawn anew at each training step. */
export const kept = (ops: Ops, shape: Shape, rate: number, seed: number): Tensor =>
  ops.greaterEqual(ops.uniform(shape, seed), rate);

/** Inverted dropout: what is kept is divided by 1 - rate, so that the expected value stays. `shape` broadcasts to x. */
export const drop = (ops: Ops, x: Tensor, shape: Shape, rate: number, seed: number): Tensor =>
  // At 1 nothing is kept; x stays in the computation, so that gradients (of 0) reach what is before it.
  rate >= 1 ? ops.mul(x, 0) : ops.where(kept(ops, shape, rate, seed), ops.div(x, 1 - rate), 0);

/** Keras's noise_shape: none takes the input's, `none` entries the input's length there. */
export const noiseShape = (x: Shape, noise: Shape | null): Shape => noise?.map((d, i) => d ?? x[i]!) ?? x;

/** Why a noise shape does not broadcast to an input of this shape; null when it does. */
export function noiseShapeProblem(x: Shape, noise: readonly Dim[] | null): ShapeProblem | null {
  if (noise === null) return null;
  if (noise.length !== x.length)
    return {
      problem: `has a noise_shape of ${noise.length} axes for an input of ${x.length}`,
      hint: "Write one entry an axis, the rows first; none takes the input's length.",
    };
  const at = noise.findIndex((d, i) => d !== null && d !== 1 && d !== x[i]);
  return at < 0
    ? null
    : {
        problem: `has ${noise[at]} at axis ${at} of noise_shape, where the input has ${x[at] ?? "any length"}`,
        hint: "Write 1, none, or the input's length.",
      };
}
