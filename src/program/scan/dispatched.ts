import { reachable, valueKey } from "../graph.js";
import type { Loop, Node, Value } from "../node.js";

/** How many nodes run for these results: those of a loop once a step. */
export const dispatched = (results: readonly Value[]): number => counted(reachable(results));

const counted = (nodes: Iterable<Node>): number => [...nodes].reduce((n, { loop }) => n + (loop ? loop.steps * counted(ofStep(loop)) : 1), 0);

/** The nodes of one step. What it is given may have been computed by nodes too, in another loop or before. */
function ofStep({ state, slices, captured, next, collected }: Loop): ReadonlySet<Node> {
  const given = new Set([...state, ...slices, ...captured].map(valueKey));
  const found = new Set<Node>();
  const open = [...next, ...collected];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    if (given.has(valueKey(v)) || found.has(v.node)) continue;
    found.add(v.node);
    open.push(...v.node.inputs);
  }
  return found;
}
