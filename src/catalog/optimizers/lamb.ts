import { beta1, beta2, momentSlots, moments, optimizerEpsilon, seen } from "../training/adam-moments.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const lamb = defineOptimizer({
  name: "lamb",
  keras: "Lamb",
  summary: "Adam's step, scaled for each weight tensor by the ratio of the weight's length to the step's.",
  explain: "For very large batches.",
  reference: "You et al. 2019, arXiv:1904.00962",
  params: {
    learning_rate: learningRate(0.001),
    beta_1: beta1,
    beta_2: beta2,
    epsilon: optimizerEpsilon,
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) => momentSlots(shape),
  update: (s) => {
    const { ops, args, weight } = s;
    const { momentum, velocity } = moments(s);
    const spread = ops.add(ops.sqrt(ops.div(velocity, seen(s, args.beta_2))), args.epsilon);
    const step = ops.div(ops.div(momentum, seen(s, args.beta_1)), spread);
    const [length, stride] = [ops.sqrt(ops.sum(ops.square(weight))), ops.sqrt(ops.sum(ops.square(step)))];
    const both = ops.and(ops.greater(length, 0), ops.greater(stride, 0));
    const ratio = ops.where(both, ops.divNoNan(length, stride), 1);
    return { weight: ops.sub(weight, ops.mul(ops.mul(ratio, s.learningRate), step)), slots: { momentum, velocity } };
  },
  examples: ["lamb"],
});
