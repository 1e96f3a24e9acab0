import { bool, number } from "../param.js";
import { beta1, beta2, momentSlots, optimizerEpsilon } from "../training/adam-moments.js";
import { adamStep } from "../training/adam-step.js";
import { checkCommon, commonParams, learningRate } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const adamw = defineOptimizer({
  name: "adamw",
  keras: "AdamW",
  summary: "Adam with decoupled weight decay.",
  explain:
    "Weight decay that Adam's division does not touch; it takes the place of l2 penalties, so give only one of " +
    "the two.",
  reference: "Loshchilov & Hutter 2019, arXiv:1711.05101",
  params: {
    learning_rate: learningRate(0.001),
    weight_decay: number({
      doc: "Each step first takes learning_rate · this share off every weight, biases included.",
      default: 0.004,
      min: 0,
      positional: true,
    }),
    beta_1: beta1,
    beta_2: beta2,
    epsilon: optimizerEpsilon,
    amsgrad: bool({ doc: "Divide by the largest velocity so far.", default: false }),
    ...commonParams,
  },
  check: checkCommon,
  slots: ({ amsgrad }, shape) => [
    ...momentSlots(shape),
    ...(amsgrad ? [{ name: "velocity_hat", shape, initial: 0 }] : []),
  ],
  decoupledDecay: true,
  update: adamStep,
  examples: ["adamw", "adamw(1e-3, 0.01)"],
});
