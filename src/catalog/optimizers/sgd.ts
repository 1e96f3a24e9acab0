import { bool, number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const sgd = defineOptimizer({
  name: "sgd",
  keras: "SGD",
  summary: "Gradient descent: w -= learning_rate · g, with momentum or Nesterov momentum on request.",
  explain:
    "Plain and predictable; with momentum 0.9 it often generalizes best, if the rate is tuned. For exact zeros " +
    "under l1 use ftrl.",
  params: {
    learning_rate: learningRate(0.01),
    momentum: number({ doc: "Share of the last step that goes on.", default: 0, min: 0, max: 1, positional: true }),
    nesterov: bool({ doc: "Look ahead along the momentum.", default: false }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: ({ momentum }, shape) => (momentum === 0 ? [] : [{ name: "momentum", shape, initial: 0 }]),
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const step = ops.mul(gradient, rate);
    if (args.momentum === 0) return { weight: ops.sub(weight, step), slots };
    const momentum = ops.sub(ops.mul(slots["momentum"]!, args.momentum), step);
    const move = args.nesterov ? ops.sub(ops.mul(momentum, args.momentum), step) : momentum;
    return { weight: ops.add(weight, move), slots: { momentum } };
  },
  examples: ["sgd", "sgd(0.1, momentum=0.9, nesterov)"],
});
