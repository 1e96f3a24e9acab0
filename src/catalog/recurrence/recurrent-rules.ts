import type { Shape } from "../../tensor/ops.js";
import { shapeText } from "../shape/shape-text.js";
import { spatialProblem } from "../shape/spatial-input.js";
import type { MaskRule, ShapeProblem } from "../word.js";

export interface SequenceArgs {
  readonly return_sequences: boolean;
  readonly return_state: boolean;
  readonly stateful: boolean;
}

/** A sentence where a layer is asked for what is not supported. */
export const unsupportedState = ({ return_state, stateful }: Omit<SequenceArgs, "return_sequences">): string | null =>
  return_state
    ? "return_state is not supported yet: a layer has one result, its output. Leave return_state out, and use " +
      "return_sequences to hand every step on"
    : stateful
      ? "stateful is not supported yet: every sequence starts from a state of zeros. Leave stateful out, and give " +
        "each sequence whole in one row"
      : null;

/** [N, steps, features] → [N, units], or [N, steps, units]. */
export const recurrentShape = (
  a: SequenceArgs & { readonly units: number },
  [x]: readonly Shape[],
): Shape | ShapeProblem =>
  spatialProblem(x!, 1, "known") ?? (a.return_sequences ? [x![0]!, x![1]!, a.units] : [x![0]!, a.units]);

/** Keras's RNN hands the mask on with sequences only, in the order of its input, even when it goes backwards. */
export const recurrentMask: MaskRule<SequenceArgs> = {
  shape: ({ return_sequences }, _, [mask]) => (return_sequences ? (mask ?? null) : null),
  values: ({ args, masks }) => (args.return_sequences ? (masks[0] ?? null) : null),
};

/** Steps are skipped whole. */
export const maskOfSteps = (_: Shape, mask: Shape): ShapeProblem | null =>
  mask.length === 2
    ? null
    : {
        problem: `skips steps, and the mask that arrives is one of ${shapeText(mask)}`,
        hint: "Mask the sequence itself, or let no mask arrive here.",
      };
