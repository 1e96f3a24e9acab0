import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const glorotUniform = defineInitializer({
  name: "glorot_uniform",
  keras: "GlorotUniform",
  summary: "Uniform within ±√(6 / (inputs + outputs)): Keras's default for kernels.",
  explain:
    "Keeps the variance of activities and gradients alike through layers with symmetric activations such as tanh.",
  reference: "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
  params: { seed: seedParam },
  values: (_args, shape, random) => scaled({ scale: 1, mode: "fan_avg", distribution: "uniform" }, shape, random),
  examples: ["glorot_uniform", "glorot_uniform(seed=7)"],
});
