import { number } from "../param.js";
import { initialLearningRate } from "../training/schedule-params.js";
import { defineSchedule } from "../word.js";

export const cosineDecayRestarts = defineSchedule({
  name: "cosine_decay_restarts",
  keras: "CosineDecayRestarts",
  summary:
    "Half cosines one after another, each t_mul times as long and starting m_mul times as high as the one before.",
  reference: "Loshchilov & Hutter 2016, arXiv:1608.03983",
  params: {
    initial_learning_rate: initialLearningRate,
    first_decay_steps: number({ doc: "Steps of the first cosine.", above: 0, positional: true }),
    t_mul: number({ doc: "Growth of the length.", default: 2, above: 0, positional: true }),
    m_mul: number({ doc: "Growth of the height.", default: 1, positional: true }),
    alpha: number({ doc: "Share of the initial rate that is always left.", default: 0, positional: true }),
  },
  rate: (a, step) => {
    const [restarts, progress] = position(step / a.first_decay_steps, a.t_mul);
    const cosine = 0.5 * a.m_mul ** restarts * (1 + Math.cos(Math.PI * progress));
    return a.initial_learning_rate * ((1 - a.alpha) * cosine + a.alpha);
  },
  examples: ["cosine_decay_restarts(0.1, 1000)", "cosine_decay_restarts(0.1, 1000, t_mul=1, m_mul=0.9)"],
});

/** How many cosines are complete, and the share of the present one; time in units of the first. */
function position(time: number, growth: number): readonly [number, number] {
  if (growth === 1) return [Math.floor(time), time - Math.floor(time)];
  const start = (n: number): number => (1 - growth ** n) / (1 - growth);
  const estimate = Math.floor(Math.log(1 - time * (1 - growth)) / Math.log(growth));
  // the logarithm may fall just short at a restart
  const restarts = start(estimate + 1) <= time ? estimate + 1 : estimate;
  return [restarts, (time - start(restarts)) / growth ** restarts];
}
