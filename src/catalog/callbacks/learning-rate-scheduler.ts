import { valueOf } from "../param.js";
import { verboseParam } from "../training/monitor.js";
import { defineCallback } from "../word.js";

/** First epochs (from 0, as text) → rate. */
type Table = Readonly<Record<string, number>>;

export const learningRateScheduler = defineCallback({
  name: "learning_rate_scheduler",
  keras: "LearningRateScheduler",
  summary: "Sets the learning rate by a table of epochs, counted from 0: each rate holds from its epoch on.",
  explain:
    "`learning_rate_scheduler { 0: 1e-3, 81: 1e-4 }` trains epochs 0 to 80 with 1e-3 and the rest with 1e-4. The " +
    "braces are the table: a pair " +
    ("whose key is a number belongs to `schedule`, a pair with a parameter's name is an argument. Keras takes a " +
      "function here; before the ") +
    ("first epoch of the table the rate stays as it is. The rate is set anew at every epoch, over what " +
      "reduce_lr_on_plateau did."),
  params: {
    schedule: valueOf<Table>(
      { type: "map", of: { type: "number", min: 0 } },
      { doc: "First epoch of each rate → rate.", positional: true },
    ),
    verbose: verboseParam,
  },
  check: ({ schedule }) => {
    const epochs = Object.keys(schedule);
    const wrong = epochs.find((epoch) => !/^\d+$/.test(epoch));
    return epochs.length === 0
      ? "its table is empty: write first epochs and rates, such as { 0: 1e-3, 81: 1e-4 }"
      : wrong !== undefined
        ? `${wrong} is no epoch: the table's keys are whole numbers from 0`
        : null;
  },
  setsRate: true,
  start: () => null,
  epochBegin: ({ schedule, verbose }, state: null, epoch) => {
    const from = Object.keys(schedule)
      .map(Number)
      .filter((first) => first <= epoch);
    if (from.length === 0) return { state, actions: [] };
    const value = schedule[String(Math.max(...from))]!;
    const message = `Epoch ${epoch + 1}: learning_rate_scheduler sets the learning rate to ${value}`;
    return {
      state,
      actions: [{ do: "learning_rate", value }, ...(verbose > 0 ? [{ do: "say", message } as const] : [])],
    };
  },
  examples: ["learning_rate_scheduler { 0: 1e-3, 81: 1e-4 }"],
});
