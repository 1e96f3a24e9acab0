import type { Tensor } from "../../tensor/ops.js";
import { bool, number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const rmsprop = defineOptimizer({
  name: "rmsprop",
  keras: "RMSprop",
  summary: "Divides the gradient by the root of its running mean square.",
  explain: "A robust choice for recurrent networks.",
  reference: "Hinton, Neural Networks for Machine Learning, lecture 6",
  params: {
    learning_rate: learningRate(0.001),
    rho: number({ doc: "Decay of the mean square.", default: 0.9, min: 0, max: 1, positional: true }),
    momentum: number({ doc: "Share of the last step that goes on.", default: 0, min: 0, max: 1, positional: true }),
    epsilon: number({ doc: "Keeps the division finite.", default: 1e-7, min: 0, positional: true }),
    centered: bool({ doc: "Divide by the deviation instead of the root mean square.", default: false }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: ({ momentum, centered }, shape) => [
    { name: "velocity", shape, initial: 0 },
    ...(momentum > 0 ? [{ name: "momentum", shape, initial: 0 }] : []),
    ...(centered ? [{ name: "average_gradient", shape, initial: 0 }] : []),
  ],
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const mix = (old: Tensor, now: Tensor): Tensor => ops.add(ops.mul(args.rho, old), ops.mul(1 - args.rho, now));
    const velocity = mix(slots["velocity"]!, ops.square(gradient));
    const average = args.centered ? mix(slots["average_gradient"]!, gradient) : null;
    const spread = ops.add(average ? ops.sub(velocity, ops.square(average)) : velocity, args.epsilon);
    const increment = ops.div(ops.mul(rate, gradient), ops.sqrt(spread));
    const momentum = args.momentum > 0 ? ops.add(ops.mul(args.momentum, slots["momentum"]!), increment) : null;
    return {
      weight: ops.sub(weight, momentum ?? increment),
      slots: { velocity, ...(momentum ? { momentum } : {}), ...(average ? { average_gradient: average } : {}) },
    };
  },
  examples: ["rmsprop", "rmsprop(5e-3, momentum=0.9)"],
});
