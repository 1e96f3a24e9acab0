import { defineCallback } from "../word.js";

export const terminateOnNan = defineCallback({
  name: "terminate_on_nan",
  keras: "TerminateOnNaN",
  summary: "Ends the training when the loss is NaN or infinite.",
  explain:
    "A loss that is no number never becomes one again. It is looked at when the epoch ends: the loss of an epoch " +
    "in which one batch gave " +
    "NaN is NaN. Usual causes: a learning rate too high, a NaN in the data, a logarithm of 0.",
  params: {},
  start: () => null,
  epochEnd: (_, state: null, { epoch, logs }) => {
    const loss = logs["loss"];
    if (loss === undefined || Number.isFinite(loss)) return { state, actions: [] };
    return {
      state,
      actions: [{ do: "stop", reason: `loss is ${Number.isNaN(loss) ? "NaN" : "infinite"} in epoch ${epoch + 1}` }],
    };
  },
  monitors: () => ["loss"],
  examples: ["terminate_on_nan"],
});
