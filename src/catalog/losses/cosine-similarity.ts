import { floats } from "../training/error-mean.js";
import { lossAxis, reduction } from "../training/loss-params.js";
import { unitLength } from "../training/unit-length.js";
import { missingAxis } from "../training/missing-axis.js";
import { defineLoss } from "../word.js";

export const cosineSimilarity = defineLoss({
  name: "cosine_similarity",
  keras: "CosineSimilarity",
  summary: "The negative cosine of the angle between target and prediction: -1 where they point the same way.",
  explain:
    "For embeddings, where the direction counts and the length does not. The metric of the same name is positive.",
  params: { axis: lossAxis, reduction },
  values: ({ ops, args: { axis }, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    return ops.neg(ops.sum(ops.mul(unitLength(ops, t, axis), unitLength(ops, p, axis)), [axis]));
  },
  fits: ({ axis }, output) => missingAxis(axis, output),
  target: "number",
  output: "any",
  examples: ["cosine_similarity"],
});
