import type { Ops, Tensor } from "../../../tensor/ops.js";
import { raw, type Tf } from "./tf.js";

/** A loop is run as it is written: step after step, with the gradients of what the steps do. */
export const recurrence = (tf: Tf): Pick<Ops, "scan"> => ({
  scan: ({ steps, backwards = false, sequences, start, step }) => {
    // The gradient of unstack fails for a single slice.
    const cut = sequences.map((x) => (steps === 1 ? [tf.squeeze(raw(x), [0])] : tf.unstack(raw(x), 0)));
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
    return { state, outputs: (outputs[0] ?? []).map((_, k) => tf.stack(outputs.map((all) => raw(all[k]!)), 0)) };
  },
});
