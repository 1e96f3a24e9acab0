import { number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const adagrad = defineOptimizer({
  name: "adagrad",
  keras: "Adagrad",
  summary: "Divides the gradient by the root of the sum of all its squares so far.",
  explain: "Suits sparse features; the steps only ever shrink.",
  reference: "Duchi et al. 2011",
  params: {
    learning_rate: learningRate(0.001),
    initial_accumulator_value: number({ doc: "Start of the sum.", default: 0.1, min: 0, positional: true }),
    epsilon: number({ doc: "Keeps the division finite.", default: 1e-7, min: 0, positional: true }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (a, shape) => [{ name: "accumulator", shape, initial: a.initial_accumulator_value }],
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const accumulator = ops.add(slots["accumulator"]!, ops.square(gradient));
    const step = ops.div(ops.mul(rate, gradient), ops.sqrt(ops.add(accumulator, args.epsilon)));
    return { weight: ops.sub(weight, step), slots: { accumulator } };
  },
  examples: ["adagrad"],
});
