import { floats } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const categoricalHinge = defineLoss({
  name: "categorical_hinge",
  keras: "CategoricalHinge",
  summary: "max(best wrong score - right score + 1, 0), with one-hot labels.",
  explain: "Maximum margin over several classes; the output is scores without softmax.",
  params: { reduction },
  values: ({ ops, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    const right = ops.sum(ops.mul(t, p), [-1]);
    const wrong = ops.max(ops.mul(ops.sub(1, t), p), [-1]);
    return ops.maximum(ops.add(ops.sub(wrong, right), 1), 0);
  },
  target: "onehot",
  targets: [{ min: -1, max: 1, outside: "error", then: "they are 0 and 1 (or -1 and 1) for each class" }],
  output: "any",
  examples: ["categorical_hinge"],
});
