import { defineCountMetric } from "../training/count-metric.js";

export const falseNegatives = defineCountMetric({
  name: "false_negatives",
  keras: "FalseNegatives",
  summary: "How many positives were missed.",
});
