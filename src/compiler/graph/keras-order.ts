import type { ModelGraph, GraphLayer, GraphNode, GraphUse, GraphResult } from "./graph.js";

/** What stands in one level of a model: a layer's application, or a whole use of an inner model. */
type Step = GraphNode | GraphUse;

/**
 * `nodes` in the order in which Keras runs them. It decides something where a layer with running averages is applied
 * several times, as each application goes on from the averages of the one before; anywhere else the order is left.
 */
export function inKerasOrder(graph: ModelGraph, nodes: readonly GraphNode[]): readonly GraphNode[] {
  const applied = new Map<GraphLayer, number>();
  for (const { layer } of nodes) applied.set(layer, (applied.get(layer) ?? 0) + 1);
  const decides = [...applied].some(([layer, n]) => n > 1 && layer.weights?.some((w) => w.trainable === false));
  if (!decides) return nodes;
  const wanted = new Set(nodes);
  const results = graph.outputs.map((o) => o.tensor);
  return level(null, results).filter((node) => wanted.has(node));
}

/** The nodes behind the results of a model, those of inner models as one step at the place of their use. */
function level(use: GraphUse | null, results: readonly GraphResult[]): readonly GraphNode[] {
  const depth = use === null ? 0 : use.depth + 1;
  /** What makes a tensor in this level, null for what comes from outside. */
  const maker = ({ from }: GraphResult): Step | null =>
    from.is === "node" && (use === null || from.uses[use.depth] === use) ? (from.uses[depth] ?? from) : null;
  const makers = (tensors: readonly GraphResult[]): readonly Step[] => tensors.flatMap((t) => maker(t) ?? []);
  return kerasOrder(makers(results), (step) => makers(step.inputs), operationOf).flatMap((step) =>
    step.is === "node" ? [step] : level(step, step.results),
  );
}

const operationOf = (step: Step): unknown => (step.is === "node" ? step.layer : step.model);

/**
 * The order in which a functional model of Keras runs its steps (keras/src/ops/function.py, `map_graph` and
 * `_run_through_graph`): those farthest from the outputs first, where all steps of one operation that were seen lie at
 * least as far as the farthest of them; steps of one distance as a walk back from the last one first meets them.
 */
function kerasOrder<S>(
  ends: readonly S[],
  before: (step: S) => readonly S[],
  operation: (step: S) => unknown,
): readonly S[] {
  const depths = new Map<S, number>(); // in the order of first mention, which decides among equals
  const deepest = new Map<unknown, number>();
  for (const step of afterTheirInputs(ends, before).toReversed()) {
    const depth = Math.max(depths.get(step) ?? 0, deepest.get(operation(step)) ?? 0);
    deepest.set(operation(step), depth);
    depths.set(step, depth);
    for (const other of before(step)) depths.set(other, Math.max(depth + 1, depths.get(other) ?? 0));
  }
  return [...depths].sort(([, a], [, b]) => b - a).map(([step]) => step);
}

/** Depth first from each end, each step behind all that it needs. Without recursion: models may be long. */
function afterTheirInputs<S>(ends: readonly S[], before: (step: S) => readonly S[]): readonly S[] {
  const order: S[] = [];
  const entered = new Set<S>();
  for (const end of ends) {
    const open: { readonly step: S; readonly rest: S[] }[] = [];
    const enter = (step: S): void => {
      if (entered.has(step)) return;
      entered.add(step);
      open.push({ step, rest: before(step).toReversed() });
    };
    enter(end);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) enter(next);
      else order.push(open.pop()!.step);
    }
  }
  return order;
}
