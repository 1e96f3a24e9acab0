import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const lecunUniform = defineInitializer({
  name: "lecun_uniform",
  keras: "LecunUniform",
  summary: "Uniform within ±√(3 / inputs).",
  explain: "Keeps the variance of activities.",
  reference: "LeCun et al., Efficient backprop, 1998",
  params: { seed: seedParam },
  values: (_args, shape, random) => scaled({ scale: 1, mode: "fan_in", distribution: "uniform" }, shape, random),
  examples: ["lecun_uniform", "lecun_uniform(seed=7)"],
});
