import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const heUniform = defineInitializer({
  name: "he_uniform",
  keras: "HeUniform",
  summary: "Uniform within ±√(6 / inputs).",
  explain: "Made for relu, which halves the variance.",
  reference: "He et al., Delving deep into rectifiers, 2015",
  params: { seed: seedParam },
  values: (_args, shape, random) => scaled({ scale: 2, mode: "fan_in", distribution: "uniform" }, shape, random),
  examples: ["he_uniform", "he_uniform(seed=7)"],
});
