import { defineConstrainedMetric } from "../training/constrained-metric.js";

export const sensitivityAtSpecificity = defineConstrainedMetric("sensitivity", "specificity", {
  name: "sensitivity_at_specificity",
  keras: "SensitivityAtSpecificity",
  summary: "The best sensitivity among thresholds whose specificity is at least the one given.",
});
