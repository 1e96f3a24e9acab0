import { number } from "../param.js";
import { known } from "../shape/known.js";
import { classIndex } from "../training/class-index.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const categoricalGeneralizedCrossEntropy = defineLoss({
  name: "categorical_generalized_cross_entropy",
  keras: "CategoricalGeneralizedCrossEntropy",
  summary: "(1 - p^q) / q, where p is the probability of the right class; labels are class numbers from 0.",
  explain: "For labels with mistakes in them: between cross entropy (q near 0) and the mean absolute error (q near 1).",
  reference: "Zhang & Sabuncu 2018, arXiv:1805.07836",
  params: {
    q: number({
      doc: "Between cross entropy (0) and absolute error (1).",
      default: 0.5,
      above: 0,
      below: 1,
      positional: true,
    }),
    reduction,
  },
  values: ({ ops, args: { q }, target, prediction }) => {
    const right = ops.oneHot(classIndex(ops, target, prediction), known(prediction.shape.at(-1)));
    const p = ops.sum(ops.mul(prediction, right), [-1]);
    return ops.div(ops.sub(1, ops.pow(p, q)), q);
  },
  target: "index",
  output: "distribution",
  examples: ["categorical_generalized_cross_entropy", "categorical_generalized_cross_entropy(0.7)"],
});
