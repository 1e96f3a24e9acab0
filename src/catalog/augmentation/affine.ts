import type { Operand, Ops, Tensor } from "../../tensor/ops.js";
import { known } from "../shape/known.js";
import { warp, type Outside } from "./warp.js";

/**
 * Keras's transform [a0 a1 a2; b0 b1 b2]: the result at (x, y) is the image at (a0·x + a1·y + a2, b0·x + b1·y + b2).
 * [N, 1, 1] each.
 */
export interface Affine {
  readonly a: readonly [Operand, Operand, Operand];
  readonly b: readonly [Operand, Operand, Operand];
}

/** Each image of [N, height, width, channels] by its own transform. */
export function transformed(ops: Ops, images: Tensor, { a, b }: Affine, outside: Outside): Tensor {
  const [height, width] = images.shape.slice(1, 3).map(known);
  const count = (n: number, shape: readonly number[]) =>
    ops.constant(
      Float32Array.from({ length: n }, (_, i) => i),
      shape,
    );
  const [y, x] = [count(height!, [1, height!, 1]), count(width!, [1, 1, width!])];
  // The rows of the batch, also where the transform has none of them.
  const rows = ops.zerosLike(ops.slice(ops.sum(images, [3]), [0, 0, 0], [-1, 1, 1]));
  const at = ([fx, fy, shift]: Affine["a"]) =>
    ops.add(ops.add(ops.add(ops.mul(x, fx), ops.mul(y, fy)), shift), spread(ops, rows, height!, width!));
  return warp(ops, images, { y: at(b), x: at(a) }, outside);
}

const spread = (ops: Ops, rows: Tensor, height: number, width: number): Tensor => ops.tile(rows, [1, height, width]);
