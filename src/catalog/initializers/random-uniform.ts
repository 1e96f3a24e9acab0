import { number } from "../param.js";
import { defineInitializer } from "../word.js";
import { draw } from "./fill.js";
import { seedParam } from "./seed-param.js";

export const randomUniform = defineInitializer({
  name: "random_uniform",
  keras: "RandomUniform",
  aliases: ["uniform"],
  summary: "Uniform between two numbers.",
  params: {
    minval: number({ doc: "Lower end, included.", default: -0.05, positional: true }),
    maxval: number({ doc: "Upper end, excluded.", default: 0.05, positional: true }),
    seed: seedParam,
  },
  values: ({ minval, maxval }, shape, random) => draw(shape, () => minval + (maxval - minval) * random.uniform()),
  examples: ["random_uniform", "random_uniform(-0.1, 0.1)"],
});
