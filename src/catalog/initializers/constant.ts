import { number } from "../param.js";
import { defineInitializer } from "../word.js";
import { fill } from "./fill.js";

export const constant = defineInitializer({
  name: "constant",
  keras: "Constant",
  summary: "All the same number.",
  explain: "For an output's bias where classes are rare: log(positives / negatives) starts a sigmoid at the base rate.",
  params: { value: number({ doc: "The number.", default: 0, positional: true }) },
  values: (args, shape) => fill(shape, args.value),
  examples: ["constant(0.1)"],
});
