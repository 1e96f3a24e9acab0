import type { Tensor } from "../../tensor/ops.js";
import { number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const lion = defineOptimizer({
  name: "lion",
  keras: "Lion",
  summary: "Steps of equal size along the sign of the momentum.",
  explain: "Half of adam's memory; wants a rate 3 to 10 times smaller than adam's.",
  reference: "Chen et al. 2023, arXiv:2302.06675",
  params: {
    learning_rate: learningRate(0.001),
    beta_1: number({ doc: "Share of the momentum in the step.", default: 0.9, above: 0, max: 1, positional: true }),
    beta_2: number({ doc: "Decay of the momentum.", default: 0.99, min: 0, max: 1, positional: true }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) => [{ name: "momentum", shape, initial: 0 }],
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const mix = (share: number): Tensor => ops.add(ops.mul(slots["momentum"]!, share), ops.mul(gradient, 1 - share));
    return {
      weight: ops.sub(weight, ops.mul(rate, ops.sign(mix(args.beta_1)))),
      slots: { momentum: mix(args.beta_2) },
    };
  },
  examples: ["lion(1e-4)"],
});
