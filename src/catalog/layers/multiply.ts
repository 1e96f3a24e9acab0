import { alignRanks, anyMask, mergeUnlike, mergeRules } from "../merging/merge.js";
import { defineLayer } from "../word.js";

export const multiply = defineLayer({
  name: "multiply",
  keras: "Multiply",
  summary: "Product of its inputs, value by value; masked steps count as 1.",
  explain: "Gates: one branch, usually ending in sigmoid, scales another.",
  ...mergeRules,
  forward({ ops, inputs, masks }) {
    const factors = alignRanks(ops, inputs).map((x, i) =>
      masks[i] ? ops.where(ops.expandDims(masks[i], -1), x, 1) : x,
    );
    const product = factors.reduce((a, b) => ops.mul(a, b));
    const mask = anyMask(ops, masks);
    // Steps that no input has are 0, as masked steps are everywhere.
    return mask === null ? product : ops.where(ops.expandDims(mask, -1), product, 0);
  },
  tfjs: { factory: "multiply", unlike: mergeUnlike },
  examples: ["multiply from a, b", "multiply { dense 64 sigmoid }"],
});
