import { isNothing } from "../graph/graph.js";
import { reachable } from "../lower.js";
import { defineLint } from "./lint.js";

/** Layers from which no output can be reached: they are left out. Said where such a path ends. */
export const unreachableLayers = defineLint({
  kinds: {
    "lints/unreachable-layer": {
      severity: "warning",
      message: ({ layer }: { layer: string }) => `no output depends on ${layer}: it is left out`,
      explain:
        "What no output depends on is neither trained nor computed. A branch without a merge, or a result that " +
        "nobody reads, ends nowhere.",
      bad: "model m { input 4 as x; dense 8 from x; dense 1 from x }",
      good: "model m { input 4 as x; dense 8 from x; dense 1 }",
    },
  },
  ofModel: ({ graph, readers, sound }, report) => {
    if (graph.outputs.length === 0 || !sound) return;
    const reached = reachable(graph);
    // What could not be read may depend on anything.
    if ([...reached].some(isNothing)) return;
    for (const node of graph.nodes)
      if (!reached.has(node) && !readers.has(node))
        report("lints/unreachable-layer", { layer: node.layer.name }, node.layer.at);
    for (const input of graph.inputs)
      if (!reached.has(input) && !readers.has(input))
        report("lints/unreachable-layer", { layer: input.name }, input.at);
  },
});
