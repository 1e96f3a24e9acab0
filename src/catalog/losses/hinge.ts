import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { signLabels, signRules } from "../training/sign-labels.js";
import { defineLoss } from "../word.js";

export const hinge = defineLoss({
  name: "hinge",
  keras: "Hinge",
  summary: "Mean of max(1 - y·p, 0), with labels -1 and 1; a batch of labels 0 and 1 is converted.",
  explain: "Maximum margin classification: the output is a score without sigmoid (or tanh).",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.maximum(ops.sub(1, ops.mul(signLabels(ops, t), p)), 0)),
  target: "sign",
  targets: signRules,
  output: "any",
  examples: ["hinge"],
});
