import { bool } from "../param.js";
import { beta1, beta2, momentSlots, optimizerEpsilon } from "../training/adam-moments.js";
import { adamStep } from "../training/adam-step.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const adam = defineOptimizer({
  name: "adam",
  keras: "Adam",
  summary: "Steps by the running mean of the gradient, divided by the root of its running mean square.",
  explain: "The default choice. Together with weight decay use adamw.",
  reference: "Kingma & Ba 2014, arXiv:1412.6980",
  params: {
    learning_rate: learningRate(0.001),
    beta_1: beta1,
    beta_2: beta2,
    epsilon: optimizerEpsilon,
    amsgrad: bool({ doc: "Divide by the largest velocity so far.", default: false }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: ({ amsgrad }, shape) => [
    ...momentSlots(shape),
    ...(amsgrad ? [{ name: "velocity_hat", shape, initial: 0 }] : []),
  ],
  update: adamStep,
  examples: ["adam", "adam(1e-3)", "adam(1e-3, amsgrad)"],
});
