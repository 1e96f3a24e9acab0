import { EPSILON } from "../training/epsilon.js";
import { floats } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const klDivergence = defineLoss({
  name: "kl_divergence",
  keras: "KLDivergence",
  aliases: ["kld", "kullback_leibler_divergence"],
  summary: "Sum of y·log(y / p) over the last axis, both clipped to [1e-7, 1].",
  explain: "How far a predicted distribution is from the given one; for soft labels.",
  params: { reduction },
  values: ({ ops, target, prediction }) => {
    const [target_, prediction_] = floats(ops, target, prediction);
    const t = ops.clip(target_, EPSILON, 1);
    return ops.sum(ops.mul(t, ops.log(ops.div(t, ops.clip(prediction_, EPSILON, 1)))), [-1]);
  },
  target: "onehot",
  targets: [{ min: 0, max: 1, outside: "warning", then: "others are clipped to 1e-7 and 1" }],
  output: "distribution",
  examples: ["kl_divergence", "kld"],
});
