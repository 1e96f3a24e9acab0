import type { Dim, Ops, Tensor } from "../../tensor/ops.js";

export interface Walk {
  readonly ops: Ops;
  /** Number of steps, which may be open. */
  readonly steps: Dim;
  readonly backwards: boolean;
  readonly sequences: boolean;
  /** The state after the last step comes out, too. */
  readonly state: boolean;
  /** Bool [N, steps]: false steps are skipped; null: none is. */
  readonly mask: Tensor | null;
  /** [steps, N, …]: what each step gets a slice of. */
  readonly input: Tensor;
  /** The state before the first step; its first tensor is what comes out. */
  readonly start: readonly Tensor[];
  /** The state after a step with that input, [N, …]. */
  step(input: Tensor, state: readonly Tensor[]): readonly Tensor[];
}

/**
 * The loop of every recurrent layer: Keras's `rnn` without zeroed outputs. A masked step leaves the state as it was,
 * and so repeats the output of the step before (zeros at the start). Backwards, outputs come in the order of
 * processing. The first result is [N, …] or [N, steps, …].
 */
export function walkSteps(walk: Walk): readonly Tensor[] {
  const { ops, steps, backwards, sequences, mask, input, start, step } = walk;
  const { state, outputs } = ops.scan({
    steps,
    backwards,
    sequences: mask ? [input, reshaped(ops, ops.transpose(mask, [1, 0]), 1 + start[0]!.shape.length)] : [input],
    start,
    step: ([x, present], before) => {
      const after = step(x!, before);
      const kept = present ? after.map((value, k) => ops.where(present, value, before[k]!)) : after;
      return { state: kept, outputs: sequences ? [kept[0]!] : [] };
    },
  });
  const inOrder = (all: Tensor): Tensor => stepsFirst(ops, backwards ? ops.reverse(all, [0]) : all);
  const output = sequences ? inOrder(outputs[0]!) : state[0]!;
  return walk.state ? [output, ...state] : [output];
}

/** [steps, N] as [steps, N, 1, …]: as many axes as a state has, and one. */
function reshaped(ops: Ops, present: Tensor, rank: number): Tensor {
  let wide = present;
  while (wide.shape.length < rank) wide = ops.expandDims(wide, -1);
  return wide;
}

/** [N, steps, …] to [steps, N, …], and back. */
export const stepsFirst = (ops: Ops, x: Tensor): Tensor =>
  ops.transpose(x, [1, 0, ...x.shape.slice(2).map((_, i) => i + 2)]);

/** Zeros [N, width, …]: the state before the first step, for inputs [steps, N, …, at least `width`]. */
export function zeroState(ops: Ops, input: Tensor, width: number): Tensor {
  const inner = input.shape.slice(2);
  const one = ops.slice(
    input,
    input.shape.map(() => 0),
    [1, -1, ...inner.slice(0, -1).map(() => -1), width],
  );
  return ops.zerosLike(ops.squeeze(one, [0]));
}
