import { times } from "../../tensor/lengths.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { known } from "../shape/known.js";

type FillMode = "reflect" | "wrap" | "constant" | "nearest";
type PixelInterpolation = "nearest" | "bilinear";

export interface Outside {
  readonly fill_mode: FillMode;
  readonly interpolation: PixelInterpolation;
  readonly fill_value: number;
}

/** Where each pixel of the result is taken from, in pixels of the image: float [N, height, width] each. */
export interface Coordinates {
  readonly y: Tensor;
  readonly x: Tensor;
}

/**
 * One of the pixels that a coordinate lies between: its whole position, whether it is in the image (null: always), its
 * share.
 */
interface Neighbour {
  readonly position: Tensor;
  readonly inside: Tensor | null;
  readonly share: Tensor | null;
}

/**
 * Images [N, height, width, channels] read at other places: Keras's `ops.image.affine_transform` after its matrix,
 * which is `jax.scipy.ndimage.map_coordinates` of order 0 or 1.
 */
export function warp(ops: Ops, images: Tensor, at: Coordinates, outside: Outside): Tensor {
  const [height, width, channels] = images.shape.slice(1).map(known);
  const rows = images.shape[0] ?? null;
  const pixels = ops.reshape(images, [times(rows, height!, width!), channels!]);
  // Number of each image, whole: 0, 1, … as [N, 1, 1].
  const one = ops.onesLike(ops.cast(ops.slice(at.y, [0, 0, 0], [-1, 1, 1]), "int32"));
  const first = ops.mul(ops.sub(ops.cast(ops.cumsum(ops.cast(one, "float32"), 0), "int32"), 1), height! * width!);

  let result: Tensor | null = null;
  for (const y of neighbours(ops, at.y, height!, outside))
    for (const x of neighbours(ops, at.x, width!, outside)) {
      const index = ops.add(first, ops.cast(ops.add(ops.mul(y.position, width!), x.position), "int32"));
      const read = ops.gather(pixels, ops.reshape(index, [null]), 0);
      const value = ops.reshape(read, [rows, height!, width!, channels!]);
      const inside = y.inside && x.inside ? ops.expandDims(ops.and(y.inside, x.inside), -1) : null;
      const filled = inside ? ops.where(inside, value, outside.fill_value) : value;
      const part = y.share && x.share ? ops.mul(ops.expandDims(ops.mul(y.share, x.share), -1), filled) : filled;
      result = result ? ops.add(result, part) : part;
    }
  return result!;
}

function neighbours(
  ops: Ops,
  coordinate: Tensor,
  size: number,
  { fill_mode, interpolation }: Outside,
): readonly Neighbour[] {
  const neighbour = (index: Tensor, share: Tensor | null): Neighbour => ({
    position: inImage(ops, index, size, fill_mode),
    inside: fill_mode === "constant" ? ops.and(ops.greaterEqual(index, 0), ops.less(index, size)) : null,
    share,
  });
  // Halves away from zero.
  if (interpolation === "nearest")
    return [neighbour(ops.mul(ops.sign(coordinate), ops.floor(ops.add(ops.abs(coordinate), 0.5))), null)];
  const below = ops.floor(coordinate);
  const upper = ops.sub(coordinate, below);
  return [neighbour(below, ops.sub(1, upper)), neighbour(ops.add(below, 1), upper)];
}

/** A whole position, brought into 0 … size - 1. */
function inImage(ops: Ops, index: Tensor, size: number, mode: FillMode): Tensor {
  if (mode === "wrap") return modulo(ops, index, size);
  if (mode !== "reflect") return ops.clip(index, 0, size - 1);
  // d c b a | a b c d | d c b a: a triangle wave over 2 · size positions.
  const wave = ops.abs(ops.sub(modulo(ops, ops.add(ops.mul(index, 2), 1 + 2 * size), 4 * size), 2 * size));
  return ops.floor(ops.div(ops.sub(wave, 1), 2));
}

/**
 * Of a whole number. The half keeps clear of what rounds: TensorFlow makes x / n into x · (1 / n), and 41 · (1 / 41) is
 * less than 1 in float32.
 */
const modulo = (ops: Ops, x: Tensor, n: number): Tensor =>
  ops.sub(x, ops.mul(ops.floor(ops.div(ops.add(x, 0.5), n)), n));
