import type * as tfjs from "@tensorflow/tfjs";
import type { Operand, Shape, Tensor } from "../../../tensor/ops.js";
import { axesOf as axesFrom } from "../../../tensor/shapes/axes.js";
import { ShapeError } from "../../../tensor/shapes/shape-error.js";
import { typeOfNumber } from "../../../tensor/shapes/types.js";

/** TensorFlow.js as a module object: the plain package, or tfjs-node, which exports the same and more. */
export type Tf = typeof tfjs;
export type TfTensor = tfjs.Tensor;

/** The tensors of the layers engine are TensorFlow.js's own. */
export const raw = (x: Tensor): TfTensor => x as unknown as TfTensor;

/** Operands as tensors; a number takes the other side's type where it can, so that counting in int32 stays int32. */
export function operands(tf: Tf, a: Operand, b: Operand): readonly [TfTensor, TfTensor] {
  return [
    typeof a === "number" ? tf.scalar(a, typeOfNumber(a, b)) : raw(a),
    typeof b === "number" ? tf.scalar(b, typeOfNumber(b, a)) : raw(b),
  ];
}

export const floated = (x: TfTensor): TfTensor => (x.dtype === "float32" ? x : x.cast("float32"));

/**
 * Computes without leaving a trace for gradients: a custom-gradient kernel without inputs hides everything inside it.
 * TensorFlow.js throws for an op without gradient anywhere between a weight and the loss, even where nothing flows.
 */
export const detached = (tf: Tf, compute: () => TfTensor): TfTensor =>
  tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }))();

/** A value with its own gradient: `saved` are the tensors the gradient needs, kept by TensorFlow.js until it ran. */
export function withGradient(
  tf: Tf,
  inputs: readonly TfTensor[],
  forward: (...inputs: TfTensor[]) => { readonly value: TfTensor; readonly saved: readonly TfTensor[] },
  backward: (dy: TfTensor, saved: readonly TfTensor[]) => TfTensor[],
): TfTensor {
  const run = tf.customGrad((...all) => {
    const save = all.at(-1) as (tensors: TfTensor[]) => void;
    const { value, saved } = forward(...(all.slice(0, -1) as TfTensor[]));
    save([...saved]);
    return { value, gradFunc: (dy: TfTensor, kept: TfTensor[]) => backward(dy, kept) };
  });
  return run(...inputs);
}

/**
 * 1 at each index, 0 elsewhere, [..., depth]; an index outside gives zeros. TensorFlow.js's has two places at least.
 */
export function oneHot(tf: Tf, indices: TfTensor, depth: number): TfTensor {
  const at = tf.cast(indices, "int32");
  // int32 first: wasm's kernel knows no other.
  return tf.cast(depth === 1 ? tf.equal(tf.expandDims(at, -1), 0) : tf.oneHot(at, depth, 1, 0, "int32"), "float32");
}

/** Axes as non-negative numbers in ascending order; none given: all. */
export const axesOf = (x: Tensor, axes: readonly number[] | undefined): number[] => axesFrom(x.shape.length, axes);

/** Lengths as TensorFlow.js takes them; -1 is what is left. Every other length is known here. */
export const lengths = (shape: Shape): number[] =>
  shape.map((d) => {
    if (typeof d === "string") throw new ShapeError(`the length ${d} is not known here`);
    return d ?? -1;
  });
