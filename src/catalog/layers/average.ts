import { alignRanks, mergeUnlike, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const average = defineLayer({
  name: "average",
  keras: "Average",
  summary: "Mean of its inputs, value by value.",
  explain: "Ensembles inside a model: branches that vote with equal weight.",
  ...mergeRules,
  dtype: () => "float32",
  forward: ({ ops, inputs }) =>
    ops.div(
      alignRanks(ops, inputs).reduce((a, b) => ops.add(a, b)),
      inputs.length,
    ),
  tfjs: { factory: "average", unlike: mergeUnlike },
  examples: ["average from a, b, c"],
});
