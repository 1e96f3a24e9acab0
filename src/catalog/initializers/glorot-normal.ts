import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const glorotNormal = defineInitializer({
  name: "glorot_normal",
  keras: "GlorotNormal",
  summary: "Truncated normal of variance 2 / (inputs + outputs).",
  explain: "As glorot_uniform, from the normal distribution.",
  reference: "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
  params: { seed: seedParam },
  values: (_args, shape, random) =>
    scaled({ scale: 1, mode: "fan_avg", distribution: "truncated_normal" }, shape, random),
  examples: ["glorot_normal", "glorot_normal(seed=7)"],
});
