import { decayRate, decaySteps, initialLearningRate, staircase } from "../training/schedule-params.js";
import { defineSchedule } from "../word.js";

export const inverseTimeDecay = defineSchedule({
  name: "inverse_time_decay",
  keras: "InverseTimeDecay",
  summary: "initial / (1 + decay_rate · step / decay_steps).",
  explain:
    "Slows down ever more gently: half the rate after decay_steps / decay_rate steps, a third after twice as many.",
  params: { initial_learning_rate: initialLearningRate, decay_steps: decaySteps, decay_rate: decayRate, staircase },
  rate: (a, step) => {
    const progress = step / a.decay_steps;
    return a.initial_learning_rate / (1 + a.decay_rate * (a.staircase ? Math.floor(progress) : progress));
  },
  examples: ["inverse_time_decay(1e-3, decay_steps=1000, decay_rate=1)"],
});
