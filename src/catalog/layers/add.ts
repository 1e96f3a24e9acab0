import { alignRanks, mergeUnlike, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const add = defineLayer({
  name: "add",
  keras: "Add",
  summary: "Sum of its inputs, value by value.",
  explain:
    "In braces it is a residual connection: what enters is added to what the braces compute. Shapes have to " +
    "agree, so change the width with a projection.",
  ...mergeRules,
  forward: ({ ops, inputs }) => alignRanks(ops, inputs).reduce((a, b) => ops.add(a, b)),
  tfjs: { factory: "add", unlike: mergeUnlike },
  examples: ["add from a, b", "add { dense 64 relu; dense 64 }"],
});
