import { defineCountMetric } from "../training/count-metric.js";

export const truePositives = defineCountMetric({
  name: "true_positives",
  keras: "TruePositives",
  summary: "How many positives were found.",
});
