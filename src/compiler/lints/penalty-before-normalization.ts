import { findWord } from "../../catalog/lookup.js";
import { has, type Lint } from "./lint.js";

/** A kernel penalty on a layer that batch normalization rescales: it does not limit what the network can compute. */
export const penaltyBeforeNormalization: Lint = ({ session, graph }) => {
  for (const node of graph.nodes) {
    const above = node.inputs[0]?.from;
    if (!has(node, "normalization") || !node.layer.weights?.some((w) => w.trainable === false) || above?.is !== "node")
      continue;
    const main = above.layer.word.regularizes ?? [];
    const activation = above.layer.args["activation"] as { readonly word?: string } | undefined;
    if (
      above.layer.broken ||
      (activation?.word !== undefined && findWord("activation", activation.word)?.range !== "real")
    )
      continue;
    if (main.some((name) => above.layer.args[name] != null))
      session.report(
        "lints/penalty-before-normalization",
        { layer: above.layer.name, normalization: node.layer.name },
        above.layer.at,
      );
  }
};
