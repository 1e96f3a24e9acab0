import { defineConstraint } from "../word.js";
import { axisParam, epsilon, norms } from "./norms.js";

export const unitNorm = defineConstraint({
  name: "unit_norm",
  keras: "UnitNorm",
  summary: "Weights of each unit are scaled to norm 1.",
  params: { axis: axisParam },
  project: (ops, args, weight) => ops.div(weight, ops.add(norms(ops, weight, args.axis), epsilon)),
  examples: ["unit_norm", "unit_norm(axis=1)"],
});
