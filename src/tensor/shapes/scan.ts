import { ROWS } from "../lengths.js";
import type { Scan, Tensor } from "../ops.js";
import { ShapeError, shown } from "./shape-error.js";

/** Throws where a loop cannot cut one of its sequences into its steps. */
export function requireSteps({ steps, sequences }: Pick<Scan, "steps" | "sequences">): void {
  for (const x of sequences)
    if (x.shape[0] !== steps) throw new ShapeError(`a loop over ${steps ?? ROWS} steps cannot cut ${shown(x.shape)}`);
}

/** Throws where a step makes of a state what the next one cannot take. */
export function requireSameState(before: readonly Tensor[], after: readonly Tensor[]): void {
  if (before.length !== after.length)
    throw new ShapeError(`a step makes ${after.length} tensors of a state of ${before.length}`);
  after.forEach(({ shape, dtype }, i) => {
    const was = before[i]!;
    if (dtype !== was.dtype || shape.length !== was.shape.length || shape.some((d, axis) => d !== was.shape[axis]))
      throw new ShapeError(
        `a step makes ${dtype} ${shown(shape)} of a state that was ${was.dtype} ${shown(was.shape)}`,
      );
  });
}
