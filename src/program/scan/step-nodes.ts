import { valueKey, type Graph } from "../graph.js";
import type { Node, Value } from "../node.js";

/** Every node so far that some values go into, directly or not. */
export function dependents(g: Graph, values: readonly Value[]): ReadonlySet<Node> {
  const sources = new Set(values.map(valueKey));
  const found = new Set<Node>();
  // Nodes come after their inputs.
  for (const node of g.nodes)
    if (node.inputs.some((v) => found.has(v.node) || sources.has(valueKey(v)))) found.add(node);
  return found;
}

/**
 * What a step needs beside its arguments: the values outside of `within` that its nodes take, and results that are not
 * computed in it. Constants are left out, as the step has them itself: TensorFlow's compilers want to see the number of
 * an axis where it is used.
 */
export function capturedBy(
  results: readonly Value[],
  given: readonly Value[],
  within: ReadonlySet<Node>,
): readonly Value[] {
  const seen = new Set(given.map(valueKey));
  const captured: Value[] = [];
  const open = [...results].reverse();
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    const key = valueKey(v);
    if (seen.has(key)) continue;
    seen.add(key);
    if (within.has(v.node)) open.push(...v.node.inputs);
    else if (v.node.op !== "Const") captured.push(v);
  }
  return captured;
}
