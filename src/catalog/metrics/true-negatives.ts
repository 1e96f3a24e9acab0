import { defineCountMetric } from "../training/count-metric.js";

export const trueNegatives = defineCountMetric({
  name: "true_negatives",
  keras: "TrueNegatives",
  summary: "How many negatives were left alone.",
});
