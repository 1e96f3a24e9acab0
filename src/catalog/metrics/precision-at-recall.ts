import { defineConstrainedMetric } from "../training/constrained-metric.js";

export const precisionAtRecall = defineConstrainedMetric("precision", "recall", {
  name: "precision_at_recall",
  keras: "PrecisionAtRecall",
  summary: "The best precision among thresholds whose recall is at least the one given.",
});
