import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { deriveSeed } from "../../tensor/random.js";
import { kept } from "../noise/kept.js";

export interface SequenceDropoutArgs {
  readonly dropout: number;
  readonly recurrent_dropout: number;
}

/** Masks of one training step, 0 or 1 / (1 - rate): one for all gates, or one a gate. Null: nothing is dropped. */
export interface SequenceDropout {
  readonly input: readonly Tensor[] | null;
  readonly state: readonly Tensor[] | null;
}

/**
 * Keras's DropoutRNNCell: masks are drawn once a sequence and hold at all its steps. Without recurrent dropout one mask
 * of the input serves all gates; with it every gate has its own, of the input too (Keras's `implementation` 1); so it
 * is always in convolutional layers (`apart`).
 *
 * @param input shape of one mask of the input, that broadcasts over the steps; `state` of one of the state.
 */
export function sequenceDropout(
  ops: Ops,
  args: SequenceDropoutArgs,
  training: boolean,
  seed: number,
  shapes: { readonly input: Shape; readonly state: Shape; readonly gates: number; readonly apart?: boolean },
): SequenceDropout {
  const inputMasks = shapes.apart || args.recurrent_dropout > 0 ? shapes.gates : 1;
  const masks = (of: "input" | "state", rate: number, count: number) =>
    training && rate > 0
      ? Array.from({ length: count }, (_, i) =>
          ops.div(ops.cast(kept(ops, shapes[of], rate, deriveSeed(seed, `${of}/${i}`)), "float32"), 1 - rate),
        )
      : null;
  return {
    input: masks("input", args.dropout, inputMasks),
    state: masks("state", args.recurrent_dropout, shapes.gates),
  };
}
