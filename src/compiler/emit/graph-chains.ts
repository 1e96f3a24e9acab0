import type { ModelIr, NodeIr, TensorRef } from "../../ir/ir.js";

/** Layers applied one after the other, to nothing but each other's results. */
export interface Chain {
  /** What enters the first one. */
  readonly inputs: readonly TensorRef[];
  /** At least one. */
  readonly nodes: readonly NodeIr[];
}

/**
 * The graph as chains, in an order in which every input of a chain comes before it. A result that several layers read,
 * or that the model gives back, ends its chain; so does one that needs a call with arguments.
 */
export function chainsOf(model: ModelIr): readonly Chain[] {
  const long = cut(model, new Set());
  if (sameApplications(model, long)) return long;
  // A layer of several applications is told apart by their order: then each stands alone, in the order of the graph.
  const shared = new Set(
    model.layers.filter(({ name }) => model.nodes.filter((n) => n.layer === name).length > 1).map(({ name }) => name),
  );
  return cut(model, shared);
}

/** Whether a node has to be a statement of its own: a call with arguments, tensors among them, or several results. */
export const standsAlone = (node: NodeIr): boolean =>
  Object.keys(node.call).length > 0 || node.named !== undefined || node.shapes.length > 1;

function cut(model: ModelIr, alone: ReadonlySet<string>): readonly Chain[] {
  const ends = new Set(model.outputs.map((output) => output.tensor));
  const readers = new Map<TensorRef, number>();
  for (const node of model.nodes) for (const input of node.inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  const single = (node: NodeIr): boolean => standsAlone(node) || alone.has(node.layer);
  const byEnd = new Map<TensorRef, { inputs: readonly TensorRef[]; nodes: NodeIr[] }>();
  const chains: { inputs: readonly TensorRef[]; nodes: NodeIr[] }[] = [];
  const uses = new Map<string, number>();
  for (const { layer } of model.nodes) uses.set(layer, (uses.get(layer) ?? 0) + 1);
  // What is applied several times is declared apart: a shared model is not mixed with what stands before and after it.
  const together = (a: NodeIr, b: NodeIr): boolean => uses.get(a.layer)! > 1 === uses.get(b.layer)! > 1;
  for (const node of model.nodes) {
    const before = node.inputs.length === 1 ? byEnd.get(node.inputs[0]!) : undefined;
    const last = before?.nodes.at(-1);
    if (
      before &&
      last &&
      readers.get(last.name) === 1 &&
      !ends.has(last.name) &&
      !single(node) &&
      !single(last) &&
      together(last, node)
    ) {
      before.nodes.push(node);
      byEnd.set(node.name, before);
    } else {
      const chain = { inputs: node.inputs, nodes: [node] };
      chains.push(chain);
      byEnd.set(node.name, chain);
    }
  }
  return chains;
}

/** Whether every layer is applied in the order of the graph's nodes. */
function sameApplications(model: ModelIr, chains: readonly Chain[]): boolean {
  const order = new Map(model.nodes.map((node, i) => [node.name, i]));
  const last = new Map<string, number>();
  return chains.every(({ nodes }) =>
    nodes.every((node) => {
      const place = order.get(node.name)!;
      const follows = place > (last.get(node.layer) ?? -1);
      last.set(node.layer, place);
      return follows;
    }),
  );
}
