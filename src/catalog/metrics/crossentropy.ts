import { binaryCrossentropy } from "../losses/binary-crossentropy.js";
import { categoricalCrossentropy } from "../losses/categorical-crossentropy.js";
import { sparseCategoricalCrossentropy } from "../losses/sparse-categorical-crossentropy.js";
import { call } from "../param.js";
import { loggedName } from "../training/logged-name.js";
import { fromLogits } from "../training/loss-params.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const crossentropy = defineMeanMetric({
  name: "crossentropy",
  keras: null,
  aliases: ["ce"],
  summary: "The mean cross entropy: binary, sparse or categorical, by the shapes of target and output.",
  explain: "Whether the output is scores or probabilities is taken from the loss where it says so.",
  params: { name: loggedName("crossentropy"), from_logits: fromLogits },
  better: "min",
  target: "any",
  resolve: ({ name, from_logits }, output, loss, target) => {
    const logits = from_logits || loss?.args["from_logits"] === true;
    if (output.at(-1) === 1)
      return call("binary_crossentropy", { name, from_logits: logits, label_smoothing: 0, axis: -1 });
    return target === "index"
      ? call("sparse_categorical_crossentropy", { name, from_logits: logits, ignore_class: null })
      : call("categorical_crossentropy", { name, from_logits: logits, label_smoothing: 0, axis: -1 });
  },
  values: ({ ops, args: { from_logits }, target, prediction }) => {
    const plain = { from_logits, label_smoothing: 0, axis: -1, reduction: "sum_over_batch_size" } as const;
    if (prediction.shape.at(-1) === 1) return binaryCrossentropy.values({ ops, args: plain, target, prediction });
    return target.shape.length < prediction.shape.length || target.shape.at(-1) === 1
      ? sparseCategoricalCrossentropy.values({ ops, args: { ...plain, ignore_class: null }, target, prediction })
      : categoricalCrossentropy.values({ ops, args: plain, target, prediction });
  },
  examples: ["crossentropy"],
});
