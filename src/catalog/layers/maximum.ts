import { maskedFold } from "../merging/masked-fold.js";
import { extremeExact, mergeUnlike, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const maximum = defineLayer({
  name: "maximum",
  keras: "Maximum",
  summary: "Largest of its inputs, value by value.",
  explain:
    "Lets the strongest branch decide at every position; a masked step of one input takes the value of the others.",
  ...mergeRules,
  forward: (context) => maskedFold(context, (ops, a, b) => ops.maximum(a, b)),
  tfjs: { factory: "maximum", unlike: mergeUnlike, exact: extremeExact },
  examples: ["maximum from a, b"],
});
