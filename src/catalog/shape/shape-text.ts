import type { Shape } from "../../tensor/ops.js";

/** A shape as users write it: without the batch, unknown lengths as `?`. `[28, 28, 1]`. */
export const shapeText = (shape: Shape): string =>
  `[${shape
    .slice(1)
    .map((d) => d ?? "?")
    .join(", ")}]`;
