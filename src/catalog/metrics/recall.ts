import { addCounts, confusionCounts, NEVER_POSITIVE } from "../training/confusion-counts.js";
import { threshold } from "../training/count-metric.js";
import { loggedName } from "../training/logged-name.js";
import { classId, columnProblem, ratioTopK } from "../training/ratio-metric.js";
import { oneThreshold } from "../training/thresholds.js";
import { defineMetric } from "../word.js";

export const recall = defineMetric({
  name: "recall",
  keras: "Recall",
  summary: "The share of positives that were found.",
  explain: "When a miss is dear. Accuracy says little on imbalanced data; this and precision together say it all.",
  params: { thresholds: threshold, top_k: ratioTopK, class_id: classId, name: loggedName("recall") },
  check: columnProblem,
  better: "max",
  target: "number",
  state: () => [
    { name: "true_positives", shape: [1], initial: 0 },
    { name: "false_negatives", shape: [1], initial: 0 },
  ],
  update: (context, state) => {
    const { thresholds, top_k, class_id } = context.args;
    const at = oneThreshold(thresholds ?? (top_k === null ? 0.5 : NEVER_POSITIVE));
    return addCounts(context.ops, state, confusionCounts(context, { thresholds: at, topK: top_k, classId: class_id }));
  },
  result: (ops, _, state) => {
    const found = state["true_positives"]!;
    return ops.reshape(ops.divNoNan(found, ops.add(found, state["false_negatives"]!)), []);
  },
  examples: ["recall", "recall(0.7)"],
});
