import type { Ops, Tensor } from "../../tensor/ops.js";
import { int } from "../param.js";
import { known } from "../shape/known.js";
import { classIndex } from "../training/class-index.js";
import { classLogProbabilities } from "../training/class-probabilities.js";
import { fromLogits, reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

/** Where the label is not the ignored class. */
const counted = (ops: Ops, label: Tensor, ignored: number): Tensor =>
  ops.not(ops.equal(ops.cast(label, "float32"), ignored));

export const sparseCategoricalCrossentropy = defineLoss({
  name: "sparse_categorical_crossentropy",
  keras: "SparseCategoricalCrossentropy",
  summary:
    "Cross entropy of labels given as class numbers from 0; probabilities are scaled to sum 1 and clipped to " +
    "[1e-7, 1 - 1e-7].",
  explain: "Several classes that exclude one another, with a softmax output over the last axis.",
  params: {
    from_logits: fromLogits,
    ignore_class: int({ doc: "Rows (or positions) of this class do not count.", default: null }),
    reduction,
  },
  values: ({ ops, args, target, prediction }) => {
    const label = classIndex(ops, target, prediction);
    const valid = args.ignore_class === null ? null : counted(ops, label, args.ignore_class);
    // The ignored rows' prediction is made uniform before the logarithm, so that no NaN arises that a gradient could
    // carry on.
    const p = valid ? ops.where(ops.expandDims(valid, -1), prediction, 1) : prediction;
    const log = classLogProbabilities(ops, p, args.from_logits, -1);
    const right = ops.oneHot(label, known(prediction.shape.at(-1))); // zeros for classes outside
    const values = ops.neg(ops.sum(ops.mul(right, log), [-1]));
    return valid ? ops.where(valid, values, 0) : values;
  },
  mask: ({ ops, args, target, prediction }) =>
    args.ignore_class === null ? null : counted(ops, classIndex(ops, target, prediction), args.ignore_class),
  target: "index",
  ignored: ({ ignore_class }) => ignore_class,
  output: "distribution",
  examples: ["sparse_categorical_crossentropy", "sparse_categorical_crossentropy(from_logits=true)"],
});
