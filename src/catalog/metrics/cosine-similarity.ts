import { floats } from "../training/error-mean.js";
import { loggedName } from "../training/logged-name.js";
import { lossAxis } from "../training/loss-params.js";
import { defineMeanMetric } from "../training/mean-metric.js";
import { missingAxis } from "../training/missing-axis.js";
import { unitLength } from "../training/unit-length.js";

export const cosineSimilarity = defineMeanMetric({
  name: "cosine_similarity",
  keras: "CosineSimilarity",
  summary: "The mean cosine of the angle between target and prediction: 1 where they point the same way.",
  params: { name: loggedName("cosine_similarity"), axis: lossAxis },
  check: ({ axis }, output) => missingAxis(axis, output),
  better: "max",
  target: "number",
  values: ({ ops, args: { axis }, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    return ops.sum(ops.mul(unitLength(ops, t, axis), unitLength(ops, p, axis)), [axis]);
  },
  examples: ["cosine_similarity"],
});
