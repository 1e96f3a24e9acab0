import { isNothing } from "../graph/graph.js";
import { reachable } from "../lower.js";
import type { Lint } from "./lint.js";

/** Layers from which no output can be reached: they are left out. Said where such a path ends. */
export const unreachableLayers: Lint = ({ session, graph, readers, sound }) => {
  if (graph.outputs.length === 0 || !sound) return;
  const reached = reachable(graph);
  // What could not be read may depend on anything.
  if ([...reached].some(isNothing)) return;
  for (const node of graph.nodes)
    if (!reached.has(node) && !readers.has(node))
      session.report("lints/unreachable-layer", { layer: node.layer.name }, node.layer.at);
  for (const input of graph.inputs)
    if (!reached.has(input) && !readers.has(input))
      session.report("lints/unreachable-layer", { layer: input.name }, input.at);
};
