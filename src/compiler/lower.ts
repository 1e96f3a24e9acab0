import { dtypesOf } from "../catalog/layer-rules.js";
import type { GroupIr, LayerIr, ModelIr, NodeIr, WeightIr } from "../ir/ir.js";
import { positionalOf, refOf } from "../ir/refs.js";
import { unnamed } from "../tensor/lengths.js";
import type { DType } from "../tensor/ops.js";
import { deriveSeed } from "../tensor/random.js";
import type { ModelGraph, GraphInput, GraphLayer, GraphNode, GraphUse, GraphResult } from "./graph/graph.js";
import { inKerasOrder } from "./graph/keras-order.js";

/**
 * The graph with everything said: dtypes, seeds, weights. Only for graphs without errors, in which every shape is
 * known.
 */
export function lowerModel(graph: ModelGraph, seed: number, root: string): ModelIr {
  const reached = reachable(graph);
  const nodes = graph.nodes.filter((n) => reached.has(n));
  const layers = [...new Set(nodes.map((n) => n.layer))];
  const dtypes = new Map<GraphInput | GraphNode, readonly DType[]>();
  for (const input of graph.inputs) dtypes.set(input, [dtypeOf(nodes, input)]);
  const nodesIr = inKerasOrder(graph, nodes).map((node): NodeIr => {
    const inputs = positionalOf(node, node.inputs).map((t) => dtypes.get(t.from)?.[t.index] ?? "float32");
    const made = dtypesOf(node.layer.word, { ...node.layer.args, ...node.call }, inputs, node.shapes.length);
    dtypes.set(node, made);
    return {
      name: node.name,
      layer: node.layer.name,
      inputs: node.inputs.map(refOfTensor),
      ...(node.named && { named: node.named }),
      call: node.call,
      shapes: node.shapes.map((shape) => unnamed(shape!)),
      dtypes: made,
    };
  });
  return {
    name: graph.name,
    title: graph.title,
    doc: graph.doc,
    inputs: graph.inputs.map((i) => ({
      name: i.name,
      shape: unnamed(i.shape!).slice(1),
      dtype: dtypes.get(i)![0]!,
      doc: i.doc,
    })),
    layers: layers.map((layer) => lowerLayer(layer, seed, root)),
    nodes: nodesIr,
    outputs: graph.outputs.map((o) => ({
      name: o.name,
      tensor: refOfTensor(o.tensor),
      shape: unnamed(o.tensor.shape!),
    })),
    ...groupsOf(graph, reached),
  };
}

/** The borders of inner models and blocks, with what of them an output needs. */
function groupsOf(graph: ModelGraph, reached: ReadonlySet<GraphInput | GraphNode>): Pick<ModelIr, "groups"> {
  const refs = (tensors: readonly GraphResult[]): readonly string[] =>
    tensors.filter((t) => reached.has(t.from)).map(refOfTensor);
  const byName = new Map<string, GraphUse[]>();
  for (const use of graph.unrolled) {
    const uses = byName.get(use.model);
    if (uses) uses.push(use);
    else byName.set(use.model, [use]);
  }
  const groups = [...byName.values()].flatMap((uses): GroupIr[] => {
    const kept = uses.flatMap(({ inputs, first, end, results }) => {
      const nodes = graph.nodes.slice(first, end).filter((node) => reached.has(node));
      return nodes.length > 0 ? [{ nodes, inputs: refs(inputs), results: refs(results) }] : [];
    });
    const layers = new Set(kept.flatMap(({ nodes }) => nodes.map((node) => node.layer.name)));
    const said = kept.map(({ nodes, inputs, results }) => ({ inputs, nodes: nodes.map((n) => n.name), results }));
    return kept.length > 0 ? [{ ...uses[0]!.group, layers: [...layers], uses: said }] : [];
  });
  return groups.length > 0 ? { groups } : {};
}

/** Nodes from which an output can be reached. */
export function reachable(graph: ModelGraph): ReadonlySet<GraphInput | GraphNode> {
  const reached = new Set<GraphInput | GraphNode>();
  const open = graph.outputs.map((o) => o.tensor.from);
  for (let next = open.pop(); next; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    if (next.is === "node") for (const t of next.inputs) open.push(t.from);
  }
  return reached;
}

export const refOfTensor = (t: GraphResult): string => refOf(t.from.name, t.index);

/** As written; else an input that only layers of whole numbers read takes whole numbers. */
export function dtypeOf(nodes: readonly GraphNode[], input: GraphInput): DType {
  if (input.dtype !== null) return input.dtype;
  const readers = nodes.filter((node) => node.inputs.some((t) => t.from === input));
  const first = readers[0]?.layer.word.takes;
  return first !== undefined && readers.every((n) => n.layer.word.takes === first) ? first : "float32";
}

function lowerLayer(layer: GraphLayer, seed: number, root: string): LayerIr {
  const weights = (layer.weights ?? []).map((w): WeightIr => ({
    name: w.name,
    shape: w.shape,
    initializer: w.initializer,
    seed:
      typeof w.initializer.args["seed"] === "number"
        ? w.initializer.args["seed"]
        : deriveSeed(seed, `${layer.name}/${w.name}`),
    regularizer: w.regularizer ?? null,
    constraint: w.constraint ?? null,
    trainable: w.trainable ?? true,
  }));
  const args = layer.args["seed"] === null ? { ...layer.args, seed: deriveSeed(seed, layer.name) } : layer.args;
  return {
    name: layer.name,
    word: layer.word.name,
    args,
    trainable: layer.trainable,
    weights,
    doc: layer.doc,
    origin: layer.at.path === root ? { start: layer.statement.span.start, end: layer.statement.span.end } : null,
    written: layer.written,
  };
}
