import { defineConstrainedMetric } from "../training/constrained-metric.js";

export const recallAtPrecision = defineConstrainedMetric("recall", "precision", {
  name: "recall_at_precision",
  keras: "RecallAtPrecision",
  summary: "The best recall among thresholds whose precision is at least the one given.",
});
