import { wordNamed } from "../../catalog/lookup.js";
import { isWordCall } from "../../ir/value.js";
import { isUnsure } from "../section.js";
import { defineLint } from "./lint.js";

/** Penalties that do not go with the optimizer: l2 beside decoupled decay, l1 under plain gradient descent. */
export const penaltyAndOptimizer = defineLint({
  kinds: {
    "lints/penalty-and-decay": {
      severity: "warning",
      message: ({ optimizer }: { optimizer: string }) =>
        `${optimizer} decays the weights, and an l2 penalty shrinks them as well: use one of them`,
      explain:
        "Decoupled weight decay and l2 penalties do the same by two ways, and their strengths add up in a manner " +
        "hard to tune (Loshchilov and Hutter 2019).",
      bad: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: adamw, loss: mse }",
      good: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: adam, loss: mse }",
    },
    "lints/sparsity-under-descent": {
      severity: "info",
      message: ({ optimizer }: { optimizer: string }) =>
        `under ${optimizer} an l1 penalty makes weights small, but hardly ever exactly zero`,
      explain:
        "The step of plain gradient descent jumps over zero back and forth. Round small weights away afterwards, or " +
        "use ftrl, which reaches exact zeros.",
      bad: "model m { input 4; dense 1 regularizer=l1(0.01) }\ntrain { optimizer: sgd, loss: mse }",
      good: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: sgd, loss: mse }",
    },
  },
  ofModel: ({ graph, training, section }, report) => {
    if (!training || !section || isUnsure(section, "optimizer")) return;
    const at = section.bound.placeOf("optimizer") ?? section.at;
    const { word, args } = training.optimizer;
    const optimizer = wordNamed("optimizer", word);
    let l1 = 0;
    let l2 = 0;
    for (const layer of graph.layers) {
      if (layer.broken) continue;
      for (const w of layer.weights ?? []) {
        if (!isWordCall(w.regularizer)) continue;
        const parts = wordNamed("regularizer", w.regularizer.word).l1l2?.(w.regularizer.args);
        l1 = Math.max(l1, parts?.l1 ?? 0);
        l2 = Math.max(l2, parts?.l2 ?? 0);
      }
    }
    const decay = args["weight_decay"];
    if (
      l2 > 0 &&
      (optimizer.decoupledDecay || (typeof decay === "number" && decay > 0)) &&
      decay !== 0 &&
      decay !== null
    )
      report("lints/penalty-and-decay", { optimizer: word }, at);
    const plain = optimizer.slots(args, [1]).length === 0 || args["momentum"] === 0;
    if (l1 > 0 && plain && !optimizer.decoupledDecay && l1 > l2)
      report("lints/sparsity-under-descent", { optimizer: word }, at);
  },
});
