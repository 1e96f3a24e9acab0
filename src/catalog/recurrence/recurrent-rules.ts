import type { Shape, Tensor } from "../../tensor/ops.js";
import { shapeText } from "../shape/shape-text.js";
import { spatialProblem } from "../shape/spatial-input.js";
import type { CallRules, ForwardContext, MasksRule, ShapeProblem } from "../word.js";

export interface SequenceArgs {
  readonly return_sequences: boolean;
  readonly return_state: boolean;
  readonly stateful: boolean;
}

/** A sentence where a layer is asked for what is not supported. */
export const unsupportedState = ({ stateful }: Pick<SequenceArgs, "stateful">): string | null =>
  stateful
    ? "stateful is not supported yet: every sequence starts from zeros or from its initial_state. Leave stateful " +
      "out, and give each sequence whole in one row"
    : null;

/** [N, steps, features] → [N, units], or [N, steps, units]; with `return_state` so many states behind it. */
export const recurrentShapes = (
  a: SequenceArgs & { readonly units: number },
  [x]: readonly Shape[],
  call: CallRules,
  states: number,
): readonly Shape[] | ShapeProblem =>
  spatialProblem(x!, 1, "known") ??
  withStates(a, call, {
    output: a.return_sequences ? [x![0]!, x![1]!, a.units] : [x![0]!, a.units],
    states: Array<Shape>(states).fill([x![0]!, a.units]),
  });

/** The shapes of a recurrent layer's results, or why its initial state is none. */
export function withStates(
  { return_state }: SequenceArgs,
  { named }: CallRules,
  { output, states }: { readonly output: Shape; readonly states: readonly Shape[] },
): readonly Shape[] | ShapeProblem {
  const given = named["initial_state"];
  if (given && given.length !== states.length)
    return {
      problem: `starts from ${states.length === 1 ? "one state" : `${states.length} states`}, not from ${given.length}`,
      hint: `Write initial_state=${states.length === 1 ? "h" : "[h, c]"}.`,
    };
  const odd = given?.findIndex((shape, i) => String(shape.slice(1)) !== String(states[i]!.slice(1))) ?? -1;
  if (odd >= 0)
    return {
      problem: `has states of ${shapeText(states[odd]!)}, and starts from one of ${shapeText(given![odd]!)}`,
      hint: "Take the states of a layer of the same size.",
    };
  return return_state ? [output, ...states] : [output];
}

/** The state before the first step: as the call says, else so many times `zero`. */
export const startOf = (
  { ops, named }: Pick<ForwardContext<unknown>, "ops" | "named">,
  zero: () => Tensor,
  states: number,
): readonly Tensor[] =>
  named["initial_state"]?.map(({ value }) => ops.cast(value, "float32")) ?? Array<Tensor>(states).fill(zero());

/** The mask whose steps are skipped: Keras 3 finds none for a call with a second tensor among its arguments. */
export const skippedSteps = ({ named, masks }: Pick<ForwardContext<unknown>, "named" | "masks">): Tensor | null =>
  named["initial_state"] ? null : (masks[0] ?? null);

/** Keras's RNN hands the mask on with sequences only, in the order of its input, even when it goes backwards. */
export const recurrentMasks: MasksRule<SequenceArgs> = {
  shapes: ({ return_sequences }, _, [mask]) => (return_sequences ? [mask] : []),
  values: ({ args, masks: [mask] }) => (args.return_sequences ? [mask] : []),
};

/** Steps are skipped whole. */
export const maskOfSteps = (_: Shape, mask: Shape): ShapeProblem | null =>
  mask.length === 2
    ? null
    : {
        problem: `skips steps, and the mask that arrives is one of ${mask.length === 1 ? "whole rows" : shapeText(mask)}`,
        hint: "Mask the sequence itself, or let no mask arrive here.",
      };
