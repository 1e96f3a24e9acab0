import { defineInitializer } from "../word.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

export const lecunNormal = defineInitializer({
  name: "lecun_normal",
  keras: "LecunNormal",
  summary: "Truncated normal of variance 1 / inputs.",
  explain: "Belongs to selu.",
  reference: "LeCun et al., Efficient backprop, 1998; Klambauer et al., Self-normalizing neural networks, 2017",
  params: { seed: seedParam },
  values: (_args, shape, random) =>
    scaled({ scale: 1, mode: "fan_in", distribution: "truncated_normal" }, shape, random),
  examples: ["lecun_normal", "lecun_normal(seed=7)"],
});
