import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const heNormal = defineInitializer({
  name: "he_normal",
  keras: "HeNormal",
  summary: "Truncated normal of variance 2 / inputs.",
  explain: "Made for relu, which halves the variance; the choice of residual networks.",
  reference: "He et al., Delving deep into rectifiers, 2015",
  params: { seed: seedParam },
  values: (_args, shape, random) =>
    scaled({ scale: 2, mode: "fan_in", distribution: "truncated_normal" }, shape, random),
  examples: ["he_normal", "he_normal(seed=7)"],
});
