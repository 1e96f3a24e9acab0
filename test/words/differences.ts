import { random } from "../../src/tensor/random.js";
import type { Values } from "./compare.js";
import { movable, movedCase } from "./eager.js";
import type { LayerCase } from "./layer-case.js";

/** Half a step: far below the distance of any two numbers of a golden, so that no maximum changes hands. */
const H = 2 ** -9;

/**
 * Why the derivative along a direction through all inputs and weights is not the difference of results; null: it is.
 */
export function differenceFault(
  c: LayerCase,
  gradients: readonly Values[],
  totalOf: (c: LayerCase) => number,
): string | null {
  const given = movable(c);
  const draw = random(given.length + given[0]!.data.length);
  const along = given.map((x) => x.data.map(() => 2 * draw.uniform() - 1));
  const moved = (by: number): number =>
    totalOf(
      movedCase(
        c,
        given.map((x, i) => ({ ...x, data: x.data.map((v, j) => v + by * along[i]![j]!) })),
      ),
    );
  const difference = (moved(-2 * H) - 8 * moved(-H) + 8 * moved(H) - moved(2 * H)) / (12 * H);
  const slope = gradients.reduce((sum, g, i) => along[i]!.reduce((s, d, j) => s + d * g.data[j]!, sum), 0);
  const size = Math.hypot(...gradients.flatMap((g) => Array.from(g.data))) + 1;
  return Math.abs(slope - difference) <= 2e-3 * size ? null : `slope ${slope}, by differences ${difference}`;
}
