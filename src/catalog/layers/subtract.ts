import { alignRanks, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const subtract = defineLayer({
  name: "subtract",
  keras: "Subtract",
  summary: "First input minus the second, value by value.",
  explain: "For comparing two encodings, as siamese networks do.",
  ...mergeRules,
  arity: [2, 2],
  forward({ ops, inputs }) {
    const [a, b] = alignRanks(ops, inputs);
    return ops.sub(a!, b!);
  },
  examples: ["subtract from a, b"],
});
