import { Graph, output, reachable } from "../graph.js";
import type { Node, Value } from "../node.js";
import { whileOf, type LoopFunction, type Place } from "./while-of.js";

/** Nodes with their loops written out, under the ids they had. */
export interface Expanded {
  value(v: Value): Value;
  node(node: Node): Node;
}

/** Hands out names of functions; one a program. */
export type Naming = () => string;

/**
 * What these nodes need, with every `Scan` as TensorFlow's `While`, whose functions are added to `functions`. Nodes
 * that no loop goes into stay as they are; the others are copied with their id and op, and so with their name.
 */
export function expandLoops(roots: readonly Node[], functions: LoopFunction[], named: Naming): Expanded {
  const nodes = reachable([], roots);
  const scans = nodes.some((node) => node.loop);
  if (!scans) return { value: (v) => v, node: (node) => node };
  const g = new Graph({ first: nodes.reduce((most, { id }) => Math.max(most, id), 0) + 1 });
  const replaced = new Map<Node, Node>();
  const loops = new Map<Node, ReturnType<typeof whileOf>>();
  const node = (n: Node): Node => loops.get(n)?.node ?? replaced.get(n) ?? n;
  const value = (v: Value): Value =>
    loops.get(v.node)?.output(v.index) ?? (replaced.has(v.node) ? output(replaced.get(v.node)!, v.index) : v);
  const place: Place = { g, value, list: (v) => loops.get(v.node)?.list(v.index) ?? null };
  for (const n of nodes) {
    if (n.loop) {
      const made = whileOf(place, n, n.loop, named());
      loops.set(n, made);
      for (const f of made.functions) functions.push(withoutLoops(f, functions, named));
    } else if (n.inputs.some((v) => value(v) !== v) || n.after.some((a) => node(a) !== a)) {
      replaced.set(n, { ...n, inputs: n.inputs.map(value), after: n.after.map(node) });
    }
  }
  return { value, node };
}

/** A loop within the step of another. */
function withoutLoops(f: LoopFunction, functions: LoopFunction[], named: Naming): LoopFunction {
  const { value } = expandLoops(
    f.results.map((v) => v.node),
    functions,
    named,
  );
  return { ...f, results: f.results.map(value) };
}
