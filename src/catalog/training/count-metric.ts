import { number, type Param } from "../param.js";
import { defineMetric, type MetricWord } from "../word.js";
import { addCounts, confusionCounts } from "./confusion-counts.js";
import { loggedName } from "./logged-name.js";
import { oneThreshold } from "./thresholds.js";

/** Keras also takes a list here, and then logs a list; a logged value is one number in regnet. */
export const threshold: Param<number | null> = number({
  doc: "Predictions above it count as positive; none: 0.5. One metric with its own name for each threshold.",
  noList:
    "a logged value is one number, so write one metric for each threshold, such as recall(0.3, name=recall_03), " +
    "recall(0.5)",
  default: null,
  min: 0,
  max: 1,
  positional: true,
});

/** A metric that counts one of the four cells of the confusion matrix. */
export const defineCountMetric = (
  about: Pick<MetricWord, "name" | "keras" | "summary">,
): MetricWord<{ thresholds: Param<number | null>; name: Param<string> }> =>
  defineMetric({
    ...about,
    better: null, // as in Keras: which way is better depends on what else is asked of the model
    params: { thresholds: threshold, name: loggedName(about.name) },
    target: "number",
    state: () => [{ name: about.name, shape: [1], initial: 0 }],
    update: (context, state) =>
      addCounts(
        context.ops,
        state,
        confusionCounts(context, { thresholds: oneThreshold(context.args.thresholds ?? 0.5) }),
      ),
    result: (ops, _, state) => ops.reshape(state[about.name]!, []),
    examples: [about.name, `${about.name}(0.7)`],
  });
