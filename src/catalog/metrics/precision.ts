import { addCounts, confusionCounts, NEVER_POSITIVE } from "../training/confusion-counts.js";
import { threshold } from "../training/count-metric.js";
import { loggedName } from "../training/logged-name.js";
import { classId, columnProblem, ratioTopK } from "../training/ratio-metric.js";
import { oneThreshold } from "../training/thresholds.js";
import { defineMetric } from "../word.js";

export const precision = defineMetric({
  name: "precision",
  keras: "Precision",
  summary: "The share of positive predictions that are right.",
  explain: "When false alarms are dear. Accuracy says little on imbalanced data; this and recall together say it all.",
  params: { thresholds: threshold, top_k: ratioTopK, class_id: classId, name: loggedName("precision") },
  check: columnProblem,
  better: "max",
  target: "number",
  state: () => [
    { name: "true_positives", shape: [1], initial: 0 },
    { name: "false_positives", shape: [1], initial: 0 },
  ],
  update: (context, state) => {
    const { thresholds, top_k, class_id } = context.args;
    const at = oneThreshold(thresholds ?? (top_k === null ? 0.5 : NEVER_POSITIVE));
    return addCounts(context.ops, state, confusionCounts(context, { thresholds: at, topK: top_k, classId: class_id }));
  },
  result: (ops, _, state) => {
    const found = state["true_positives"]!;
    return ops.reshape(ops.divNoNan(found, ops.add(found, state["false_positives"]!)), []);
  },
  examples: ["precision", "precision(0.7)"],
});
