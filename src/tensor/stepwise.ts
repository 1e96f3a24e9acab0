import { ShapeError } from "./shapes/shape-error.js";
import type { Scan, Scanned, Tensor } from "./ops.js";

/** What a loop written out needs of an op set: the slices of a sequence, and their stack, along the first axis. */
export interface Slicing<T extends Tensor> {
  unstack(x: Tensor): readonly T[];
  stack(xs: readonly Tensor[]): T;
}

/** `Ops.scan`, step after step, for a known number of steps. */
export function stepwise<T extends Tensor>(
  { steps, backwards = false, sequences, start, step }: Scan,
  { unstack, stack }: Slicing<T>,
): Scanned {
  if (typeof steps !== "number") throw new ShapeError(`${steps ?? "rows"} steps cannot be gone one by one`);
  const cut = sequences.map(unstack);
  const outputs: (readonly Tensor[])[] = [];
  let state = start;
  for (let i = 0; i < steps; i++) {
    const at = backwards ? steps - 1 - i : i;
    const after = step(
      cut.map((x) => x[at]!),
      state,
    );
    state = after.state;
    outputs[at] = after.outputs;
  }
  return { state, outputs: (outputs[0] ?? []).map((_, k) => stack(outputs.map((all) => all[k]!))) };
}
