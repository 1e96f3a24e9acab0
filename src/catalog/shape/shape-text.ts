import type { Shape } from "../../tensor/ops.js";

/** A shape as users write it: without the batch, open lengths by name. `[28, 28, 1]`, `[x.1, 8]`. */
export const shapeText = (shape: Shape): string =>
  `[${shape
    .slice(1)
    .map((d) => d ?? "rows")
    .join(", ")}]`;
