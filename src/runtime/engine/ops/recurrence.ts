import type { Ops } from "../../../tensor/ops.js";
import { stepwise } from "../../../tensor/stepwise.js";
import { raw, type Tf } from "./tf.js";

/** A loop is run as it is written: step after step, with the gradients of what the steps do. */
export const recurrence = (tf: Tf): Pick<Ops, "scan"> => ({
  scan: (scan) =>
    stepwise(scan, {
      // The gradient of unstack fails for a single slice.
      unstack: (x) => (scan.steps === 1 ? [tf.squeeze(raw(x), [0])] : tf.unstack(raw(x), 0)),
      stack: (xs) => tf.stack(xs.map(raw), 0),
    }),
});
