import { int, number } from "../param.js";
import { decaySteps, initialLearningRate } from "../training/schedule-params.js";
import { defineSchedule } from "../word.js";

export const cosineDecay = defineSchedule({
  name: "cosine_decay",
  keras: "CosineDecay",
  summary: "Half a cosine from initial down to alpha · initial over decay_steps, after an optional linear warm-up.",
  explain:
    "With warmup_target the rate first climbs from initial to the target in warmup_steps, and the cosine starts " +
    "there and then; " +
    "without it warmup_steps has no effect.",
  reference: "Loshchilov & Hutter 2016, arXiv:1608.03983",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    alpha: number({ doc: "Share of the rate that is left at the end.", default: 0, positional: true }),
    warmup_target: number({ doc: "Rate at the end of the warm-up; none: no warm-up.", default: null, min: 0 }),
    warmup_steps: int({ doc: "Steps of the warm-up.", default: 0, min: 0 }),
  },
  rate: (a, step) => {
    const decay = (from: number, at: number): number =>
      from * ((1 - a.alpha) * 0.5 * (1 + Math.cos((Math.PI * Math.min(at, a.decay_steps)) / a.decay_steps)) + a.alpha);
    if (a.warmup_target === null) return decay(a.initial_learning_rate, step);
    if (step >= a.warmup_steps) return decay(a.warmup_target, step - a.warmup_steps);
    return (a.warmup_target - a.initial_learning_rate) * (step / a.warmup_steps) + a.initial_learning_rate;
  },
  examples: ["cosine_decay(0.1, decay_steps=1000)", "cosine_decay(0, 1000, warmup_target=0.1, warmup_steps=100)"],
});
