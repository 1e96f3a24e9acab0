import { reachable } from "../graph.js";
import type { Node, Value } from "../node.js";

/** How many nodes run for these results: those of a loop once a step. */
export function dispatched(results: readonly Value[], outside: ReadonlySet<Node> = new Set()): number {
  const nodes = reachable(results).filter((node) => !outside.has(node));
  const here = new Set([...outside, ...nodes]);
  return nodes.reduce((n, { loop }) => n + (loop ? loop.steps * dispatched([...loop.next, ...loop.collected], here) : 1), 0);
}
