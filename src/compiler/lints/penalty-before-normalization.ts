import { findWord } from "../../catalog/lookup.js";
import { defineLint, has } from "./lint.js";

/** A kernel penalty on a layer that batch normalization rescales: it does not limit what the network can compute. */
export const penaltyBeforeNormalization = defineLint({
  kinds: {
    "lints/penalty-before-normalization": {
      severity: "warning",
      message: ({ layer, normalization }: { layer: string; normalization: string }) =>
        `the penalty of ${layer} shrinks weights that ${normalization} scales up again`,
      explain:
        "Batch normalization makes the result independent of the kernel's size, so the penalty acts only on the " +
        "effective learning rate (van Laarhoven 2017, arXiv:1706.05350).",
      bad: "model m { input 4; dense 8 regularizer=l2(0.01); batch_normalization; dense 1 }",
      good: "model m { input 4; dense 8 regularizer=l2(0.01); dense 1 }",
    },
  },
  ofModel: ({ graph }, report) => {
    for (const node of graph.nodes) {
      const above = node.inputs[0]?.from;
      if (
        !has(node, "normalization") ||
        !node.layer.weights?.some((w) => w.trainable === false) ||
        above?.is !== "node"
      )
        continue;
      const main = above.layer.word.regularizes ?? [];
      const activation = above.layer.args["activation"] as { readonly word?: string } | undefined;
      if (
        above.layer.broken ||
        (activation?.word !== undefined && findWord("activation", activation.word)?.range !== "real")
      )
        continue;
      if (main.some((name) => above.layer.args[name] != null))
        report(
          "lints/penalty-before-normalization",
          { layer: above.layer.name, normalization: node.layer.name },
          above.layer.at,
        );
    }
  },
});
