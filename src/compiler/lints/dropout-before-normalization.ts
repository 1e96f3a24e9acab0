import { defineLint, drops, has } from "./lint.js";

/** Dropout read directly by batch normalization: the variance differs between training and use. */
export const dropoutBeforeNormalization = defineLint({
  kinds: {
    "lints/dropout-before-normalization": {
      severity: "warning",
      message: ({ layer, normalization }: { layer: string; normalization: string }) =>
        `${layer} stands directly before ${normalization}: dropout changes the variance that batch normalization ` +
        "then learns",
      explain:
        "In use dropout is off, the variance is another than in training, and the moving averages are wrong (Li et " +
        "al. 2018, arXiv:1801.05134). Put dropout after the normalization.",
      bad: "model m { input 4; dense 8; dropout 0.5; batch_normalization; dense 1 }",
      good: "model m { input 4; dense 8; batch_normalization; dropout 0.5; dense 1 }",
    },
  },
  ofModel: ({ graph }, report) => {
    for (const node of graph.nodes) {
      const above = node.inputs[0]?.from;
      if (!has(node, "normalization") || above?.is !== "node" || !drops(above)) continue;
      if (node.layer.word.weights === undefined || !node.layer.weights?.some((w) => w.trainable === false)) continue;
      report(
        "lints/dropout-before-normalization",
        { layer: above.layer.name, normalization: node.layer.name },
        above.layer.at,
      );
    }
  },
});
