import { bool, number } from "../param.js";

export const initialLearningRate = number({ doc: "Rate of the first step.", min: 0, positional: true });

export const decaySteps = number({
  doc: "Steps (batches, not epochs) that the decay takes.",
  above: 0,
  positional: true,
});

export const decayRate = number({ doc: "How much is left (or lost) per decay_steps.", min: 0, positional: true });

export const staircase = bool({ doc: "Decay in steps of decay_steps instead of at every step.", default: false });
