import { bool, number } from "../param.js";
import { decaySteps, initialLearningRate } from "../training/schedule-params.js";
import { defineSchedule } from "../word.js";

export const polynomialDecay = defineSchedule({
  name: "polynomial_decay",
  keras: "PolynomialDecay",
  summary: "From initial to end over decay_steps, along (1 - progress)^power.",
  explain:
    "With power 1 a straight line. After decay_steps the rate stays, or with cycle=true rises again, each cycle " +
    "longer.",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    end_learning_rate: number({ doc: "Rate at the end.", default: 1e-4, min: 0, positional: true }),
    power: number({ doc: "Shape of the curve; 1 is a line.", default: 1, positional: true }),
    cycle: bool({ doc: "Start over after decay_steps.", default: false }),
  },
  rate: (a, step) => {
    const cycles = a.cycle && step > 0 ? Math.ceil(step / a.decay_steps) : 1;
    const progress = (a.cycle ? step : Math.min(step, a.decay_steps)) / (a.decay_steps * cycles);
    return (a.initial_learning_rate - a.end_learning_rate) * (1 - progress) ** a.power + a.end_learning_rate;
  },
  examples: ["polynomial_decay(0.1, 10_000, 0.01, power=0.5)"],
});
