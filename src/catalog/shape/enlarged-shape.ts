import { times } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import type { ShapeProblem } from "../word.js";
import { spatialProblem } from "./spatial-input.js";

/** Every spatial axis times its factor. */
export const enlargedShape = (factors: readonly number[], x: Shape): Shape | ShapeProblem =>
  spatialProblem(x, factors.length) ?? [x[0]!, ...factors.map((f, i) => times(x[i + 1]!, f)), x.at(-1)!];
