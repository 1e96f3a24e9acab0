import { findWord } from "../../catalog/lookup.js";
import { drops, type Lint } from "./lint.js";

/** Dropout whose result is an output, or only changed by elementwise layers before it is one. */
export const dropoutOnOutput: Lint = ({ session, graph, readers }) => {
  for (const output of graph.outputs) {
    for (let node = output.tensor.from; node.is === "node"; node = node.inputs[0]!.from) {
      if (drops(node)) session.report("lints/dropout-on-output", { layer: node.layer.name }, node.layer.at);
      const elementwise =
        (node.layer.word.traits?.includes("elementwise") ?? false) ||
        findWord("activation", node.layer.word.name) !== undefined;
      if (!elementwise || node.inputs.length !== 1 || (readers.get(node)?.length ?? 0) > 1) break;
    }
  }
};
