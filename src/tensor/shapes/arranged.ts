import { quotient, times } from "../lengths.js";
import type { Shape } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/**
 * `target` with its `null` worked out: what is left of all values. Every other open length has to be one of the values'
 * own, so that the product of all stays the same whatever they are.
 */
export function arrangedShape(from: Shape, target: Shape): Shape {
  const open = target.filter((d) => d === null).length;
  if (open > 1)
    throw new ShapeError(`[${target.map((d) => d ?? "?").join(", ")}] leaves more than one length to be worked out`);
  const [have, want] = [times(...from), times(...target.filter((d) => d !== null))];
  const rest = open === 1 ? quotient(have, want) : have === want ? 1 : undefined;
  if (rest === undefined)
    throw new ShapeError(
      `the values of ${shown(from)} cannot be arranged as [${target.map((d) => d ?? "?").join(", ")}]`,
    );
  return target.map((d) => (d === null ? rest : d));
}
