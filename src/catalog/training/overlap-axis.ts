import { valueOf } from "../param.js";

/**
 * The axes an overlap loss (dice, tversky) sums over; none: all, rows included, which gives one value for the batch.
 */
export const overlapAxis = valueOf<number | readonly number[] | null>(
  { type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] },
  { doc: "Axes summed over; none: all of them, the batch included.", default: null },
);

/** As the axes argument of `Ops.sum`. */
export const axesOf = (axis: number | readonly number[] | null): readonly number[] | undefined =>
  axis === null ? undefined : typeof axis === "number" ? [axis] : axis;
