import type { Shape } from "../../tensor/ops.js";
import { normalizeAxis } from "../shape/axis.js";

/** A sentence when a loss or metric goes over an axis that the output does not have. */
export function missingAxis(axis: number | readonly number[] | null, output: Shape): string | null {
  const outside = [axis ?? []].flat().find((a) => normalizeAxis(a, output.length) === null);
  return outside === undefined
    ? null
    : `there is no axis ${outside}: the output has ${output.length} axes, 0 to ${output.length - 1}, of which 0 is ` +
        "the rows";
}
