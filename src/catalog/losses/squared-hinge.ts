import { meanOver } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { signLabels, signRules } from "../training/sign-labels.js";
import { defineLoss } from "../word.js";

export const squaredHinge = defineLoss({
  name: "squared_hinge",
  keras: "SquaredHinge",
  summary: "Mean of max(1 - y·p, 0)², with labels -1 and 1; a batch of labels 0 and 1 is converted.",
  explain: "As hinge, with a smooth corner.",
  params: { reduction },
  values: meanOver((ops, t, p) => ops.square(ops.maximum(ops.sub(1, ops.mul(signLabels(ops, t), p)), 0))),
  target: "sign",
  targets: signRules,
  output: "any",
  examples: ["squared_hinge"],
});
