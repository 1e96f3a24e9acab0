import { defineLint, drops, has } from "./lint.js";

/** Far more weights than rows, and nothing that keeps the network from learning them by heart. */
export const largeUnregularized = defineLint({
  kinds: {
    "lints/large-unregularized": {
      severity: "warning",
      message: ({ parameters, rows }: { parameters: number; rows: number }) =>
        `${parameters} weights on ${rows} training rows, and nothing regularizes: the network can learn the rows by ` +
        "heart",
      explain:
        "With more than ten weights a row and no penalty, dropout, noise or early stopping overfitting is to be " +
        "expected.",
    },
  },
  ofModel: ({ graph, training, rows, sound }, report) => {
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
    if (!regularized && parameters > 10 * rows) report("lints/large-unregularized", { parameters, rows }, graph.at);
  },
});
