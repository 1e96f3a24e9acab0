import type { Lint } from "./lint.js";
import { drops, has } from "./lint.js";

/** Far more weights than rows, and nothing that keeps the network from learning them by heart. */
export const largeUnregularized: Lint = ({ session, graph, training, rows, sound }) => {
  if (rows === null || !training || !sound) return;
  let parameters = 0;
  let regularized =
    training.callbacks.some((c) => "restore_best_weights" in c.args) ||
    graph.nodes.some((n) => drops(n) || has(n, "noise") || has(n, "augmentation"));
  for (const layer of graph.layers) {
    for (const w of layer.weights ?? []) {
      parameters += w.shape.reduce((n, d) => n * d, 1);
      if (w.regularizer || w.constraint) regularized = true;
    }
  }
  if (typeof training.optimizer.args["weight_decay"] === "number" && training.optimizer.args["weight_decay"] > 0)
    regularized = true;
  if (!regularized && parameters > 10 * rows)
    session.report("lints/large-unregularized", { parameters, rows }, graph.at);
};
