import type { Shape } from "../ops.js";

/** Tensors that an operation cannot take, because of their shapes or types. The message is a sentence for people. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** `[rows, x.1, 8]`. */
export const shown = (shape: Shape): string => `[${shape.map((d) => d ?? "rows").join(", ")}]`;
