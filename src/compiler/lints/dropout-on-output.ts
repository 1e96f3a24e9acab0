import { findWord } from "../../catalog/lookup.js";
import { defineLint, drops } from "./lint.js";

/** Dropout whose result is an output, or only changed by elementwise layers before it is one. */
export const dropoutOnOutput = defineLint({
  kinds: {
    "lints/dropout-on-output": {
      severity: "warning",
      message: ({ layer }: { layer: string }) =>
        `${layer} drops parts of the output itself: put dropout on hidden layers`,
      explain:
        "Dropout on or after the last layer zeroes predictions at random in training and scales the rest, so the " +
        "loss is computed on wrong answers. Dropout belongs on inputs and hidden layers.",
      bad: "model m { input 4; dense 8; dropout 0.5 }",
      good: "model m { input 4; dropout 0.5; dense 8 }",
    },
  },
  ofModel: ({ graph, readers }, report) => {
    for (const output of graph.outputs) {
      for (let node = output.tensor.from; node.is === "node"; node = node.inputs[0]!.from) {
        if (drops(node)) report("lints/dropout-on-output", { layer: node.layer.name }, node.layer.at);
        const elementwise =
          (node.layer.word.traits?.includes("elementwise") ?? false) ||
          findWord("activation", node.layer.word.name) !== undefined;
        if (!elementwise || node.inputs.length !== 1 || (readers.get(node)?.length ?? 0) > 1) break;
      }
    }
  },
});
