import type { Ops, Tensor } from "../../tensor/ops.js";

export interface Walk {
  readonly ops: Ops;
  /** Number of steps. */
  readonly steps: number;
  readonly backwards: boolean;
  readonly sequences: boolean;
  /** Bool [N, steps]: false steps are skipped; null: none is. */
  readonly mask: Tensor | null;
  /** The state before the first step; its first tensor is what comes out. */
  readonly start: readonly Tensor[];
  /** The state after the step at that position of the input. */
  step(at: number, state: readonly Tensor[]): readonly Tensor[];
}

/**
 * The loop of every recurrent layer, written out: Keras's `rnn` without zeroed outputs. A masked step leaves the state as it was, and so
 * repeats the output of the step before (zeros at the start). Backwards, outputs come in the order of processing.
 */
export function walkSteps({ ops, steps, backwards, sequences, mask, start, step }: Walk): Tensor {
  const outputs: Tensor[] = [];
  let state = start;
  for (let i = 0; i < steps; i++) {
    const at = backwards ? steps - 1 - i : i;
    const after = step(at, state);
    if (mask) {
      const present = reshaped(ops, ops.slice(mask, [0, at], [-1, 1]), after[0]!.shape.length);
      const before = state;
      state = after.map((value, k) => ops.where(present, value, before[k]!));
    } else state = after;
    if (sequences) outputs.push(state[0]!);
  }
  return sequences ? ops.stack(outputs, 1) : state[0]!;
}

/** [N, 1] as [N, 1, …]: as many axes as the state has. */
function reshaped(ops: Ops, present: Tensor, rank: number): Tensor {
  let wide = present;
  while (wide.shape.length < rank) wide = ops.expandDims(wide, -1);
  return wide;
}

/** [N, steps, …] at one step: [N, …]. */
export function atStep(ops: Ops, x: Tensor, at: number): Tensor {
  const rest = x.shape.slice(2);
  return ops.squeeze(ops.slice(x, [0, at, ...rest.map(() => 0)], [-1, 1, ...rest.map(() => -1)]), [1]);
}
