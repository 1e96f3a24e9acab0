import { defineConstrainedMetric } from "../training/constrained-metric.js";

export const specificityAtSensitivity = defineConstrainedMetric("specificity", "sensitivity", {
  name: "specificity_at_sensitivity",
  keras: "SpecificityAtSensitivity",
  summary: "The best specificity among thresholds whose sensitivity is at least the one given.",
});
