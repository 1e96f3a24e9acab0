import { defineCountMetric } from "../training/count-metric.js";

export const falsePositives = defineCountMetric({
  name: "false_positives",
  keras: "FalsePositives",
  summary: "How many negatives were taken for positive.",
});
