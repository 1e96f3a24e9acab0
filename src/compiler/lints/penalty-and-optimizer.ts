import { wordNamed } from "../../catalog/lookup.js";
import { isWordCall } from "../../ir/value.js";
import { isUnsure } from "../section.js";
import type { Lint } from "./lint.js";

/** Penalties that do not go with the optimizer: l2 beside decoupled decay, l1 under plain gradient descent. */
export const penaltyAndOptimizer: Lint = ({ session, graph, training, section }) => {
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
  if (l2 > 0 && (optimizer.decoupledDecay || (typeof decay === "number" && decay > 0)) && decay !== 0 && decay !== null)
    session.report("lints/penalty-and-decay", { optimizer: word }, at);
  const plain = optimizer.slots(args, [1]).length === 0 || args["momentum"] === 0;
  if (l1 > 0 && plain && !optimizer.decoupledDecay && l1 > l2)
    session.report("lints/sparsity-under-descent", { optimizer: word }, at);
};
