import { number } from "../param.js";
import { defineInitializer } from "../word.js";
import { draw } from "./fill.js";
import { seedParam } from "./seed-param.js";

export const randomNormal = defineInitializer({
  name: "random_normal",
  keras: "RandomNormal",
  aliases: ["normal"],
  summary: "Normally distributed.",
  params: {
    mean: number({ doc: "Mean of the values.", default: 0, positional: true }),
    stddev: number({ doc: "Standard deviation of the values.", default: 0.05, min: 0, positional: true }),
    seed: seedParam,
  },
  renamed: { scale: "stddev", std: "stddev" },
  values: ({ mean, stddev }, shape, random) => draw(shape, () => mean + stddev * random.normal()),
  examples: ["random_normal", "random_normal(0, 0.02)"],
});
