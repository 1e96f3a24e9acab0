import { maskedFold } from "../merging/masked-fold.js";
import { extremeExact, mergeUnlike, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const minimum = defineLayer({
  name: "minimum",
  keras: "Minimum",
  summary: "Smallest of its inputs, value by value.",
  explain:
    "Lets the weakest branch decide at every position; a masked step of one input takes the value of the others.",
  ...mergeRules,
  forward: (context) => maskedFold(context, (ops, a, b) => ops.minimum(a, b)),
  tfjs: { factory: "minimum", unlike: mergeUnlike, exact: extremeExact },
  examples: ["minimum from a, b"],
});
