import { decayRate, decaySteps, initialLearningRate, staircase } from "../training/schedule-params.js";
import { defineSchedule } from "../word.js";

export const exponentialDecay = defineSchedule({
  name: "exponential_decay",
  keras: "ExponentialDecay",
  summary: "initial · decay_rate^(step / decay_steps).",
  explain: "Loses the same share of the rate in every decay_steps steps.",
  params: { initial_learning_rate: initialLearningRate, decay_steps: decaySteps, decay_rate: decayRate, staircase },
  rate: (a, step) => {
    const progress = step / a.decay_steps;
    return a.initial_learning_rate * a.decay_rate ** (a.staircase ? Math.floor(progress) : progress);
  },
  examples: ["exponential_decay(0.1, decay_steps=1000, decay_rate=0.96)"],
});
