import { beta1, beta2, optimizerEpsilon, seen } from "../training/adam-moments.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const adamax = defineOptimizer({
  name: "adamax",
  keras: "Adamax",
  summary: "Adam with the largest recent gradient in place of the root mean square.",
  explain: "Sometimes steadier than adam on embeddings.",
  reference: "Kingma & Ba 2014, arXiv:1412.6980, section 7",
  params: {
    learning_rate: learningRate(0.001),
    beta_1: beta1,
    beta_2: beta2,
    epsilon: optimizerEpsilon,
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) => [
    { name: "momentum", shape, initial: 0 },
    { name: "norm", shape, initial: 0 },
  ],
  update: (s) => {
    const { ops, args, gradient, slots } = s;
    const momentum = ops.add(slots["momentum"]!, ops.mul(ops.sub(gradient, slots["momentum"]!), 1 - args.beta_1));
    const norm = ops.maximum(ops.mul(args.beta_2, slots["norm"]!), ops.abs(gradient));
    const step = ops.div(ops.mul(s.learningRate, momentum), ops.mul(seen(s, args.beta_1), ops.add(norm, args.epsilon)));
    return { weight: ops.sub(s.weight, step), slots: { momentum, norm } };
  },
  examples: ["adamax"],
});
