import type { Ops, Tensor } from "../../tensor/ops.js";
import { known } from "./known.js";

export interface AspectArgs {
  readonly height: number;
  readonly width: number;
  readonly crop_to_aspect_ratio: boolean;
  readonly pad_to_aspect_ratio: boolean;
  readonly fill_value: number;
}

/** Images cut or padded to the proportions of height x width, in the middle (Keras's ops.image.resize). */
export function fittedToAspect(ops: Ops, x: Tensor, a: AspectArgs): Tensor {
  const [h, w] = x.shape.slice(1, 3).map(known);
  const tall = Math.trunc((w! * a.height) / a.width);
  const wide = Math.trunc((h! * a.width) / a.height);
  if (a.crop_to_aspect_ratio) {
    const [height, width] = [Math.max(Math.min(h!, tall), 1), Math.max(Math.min(w!, wide), 1)];
    return ops.slice(
      x,
      [0, Math.trunc((h! - height) / 2), Math.trunc((w! - width) / 2), 0],
      [null, height, width, null],
    );
  }
  if (!a.pad_to_aspect_ratio) return x;
  // Keras pads one direction, alike on both sides: an odd pixel is left out.
  const [top, left] = [Math.trunc(Math.max(0, tall - h!) / 2), Math.trunc(Math.max(0, wide - w!) / 2)];
  const sides = top > 0 ? [top, 0] : [0, left];
  return ops.pad(
    x,
    [
      [0, 0],
      [sides[0]!, sides[0]!],
      [sides[1]!, sides[1]!],
      [0, 0],
    ],
    a.fill_value,
  );
}
