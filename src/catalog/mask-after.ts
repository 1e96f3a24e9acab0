import type { Args } from "../ir/value.js";
import type { Shape, Tensor } from "../tensor/ops.js";
import type { LayerWord, MaskContext } from "./word.js";

/** Keras's mask of a layer's result; null: none. */
export function maskAfter({ mask = "pass" }: LayerWord, context: MaskContext<Args>): Tensor | null {
  return mask === "stop" ? null : mask === "pass" ? (context.masks[0] ?? null) : mask.values(context);
}

/** Its shape, as far as that is known before the model runs. */
export function maskShapeAfter(
  { mask = "pass" }: LayerWord,
  args: Args,
  inputs: readonly Shape[],
  masks: readonly (Shape | null)[],
): Shape | null {
  return mask === "stop" ? null : mask === "pass" ? (masks[0] ?? null) : mask.shape(args, inputs, masks);
}
