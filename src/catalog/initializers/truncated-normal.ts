import { number } from "../param.js";
import { defineInitializer } from "../word.js";
import { draw } from "./fill.js";
import { seedParam } from "./seed-param.js";
import { truncated } from "./truncated.js";

export const truncatedNormal = defineInitializer({
  name: "truncated_normal",
  keras: "TruncatedNormal",
  summary: "Normally distributed, values beyond two standard deviations drawn again.",
  explain:
    "`stddev` is that of the normal distribution before it is cut: the values themselves vary by 0.88 of it, as " +
    "in Keras.",
  params: {
    mean: number({ doc: "Mean of the values.", default: 0, positional: true }),
    stddev: number({ doc: "Standard deviation before truncation.", default: 0.05, min: 0, positional: true }),
    seed: seedParam,
  },
  values: ({ mean, stddev }, shape, random) => draw(shape, () => mean + stddev * truncated(random)),
  examples: ["truncated_normal", "truncated_normal(0, 0.02)"],
});
