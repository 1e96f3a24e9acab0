import { defineInitializer } from "../word.js";
import { fill } from "./fill.js";

export const zeros = defineInitializer({
  name: "zeros",
  keras: "Zeros",
  aliases: ["zero"],
  summary: "All 0.",
  explain: "For biases. A kernel of zeros learns nothing: all its units stay equal.",
  params: {},
  values: (_args, shape) => fill(shape, 0),
  examples: ["zeros"],
});
