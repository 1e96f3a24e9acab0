import { drops, has, type Lint } from "./lint.js";

/** Dropout read directly by batch normalization: the variance differs between training and use. */
export const dropoutBeforeNormalization: Lint = ({ session, graph }) => {
  for (const node of graph.nodes) {
    const above = node.inputs[0]?.from;
    if (!has(node, "normalization") || above?.is !== "node" || !drops(above)) continue;
    if (node.layer.word.weights === undefined || !node.layer.weights?.some((w) => w.trainable === false)) continue;
    session.report(
      "lints/dropout-before-normalization",
      { layer: above.layer.name, normalization: node.layer.name },
      above.layer.at,
    );
  }
};
