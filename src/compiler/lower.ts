import type { LayerIr, ModelIr, NodeIr, WeightIr } from "../ir/ir.js";
import { unnamed } from "../tensor/lengths.js";
import type { DType } from "../tensor/ops.js";
import { deriveSeed } from "../tensor/random.js";
import type { Graph, GraphInput, GraphLayer, GraphNode, Tensor } from "./graph/graph.js";
import { inKerasOrder } from "./graph/keras-order.js";

/**
 * The graph with everything said: dtypes, seeds, weights. Only for graphs without errors, in which every shape is
 * known.
 */
export function lowerModel(graph: Graph, seed: number, root: string): ModelIr {
  const reached = reachable(graph);
  const nodes = graph.nodes.filter((n) => reached.has(n));
  const layers = [...new Set(nodes.map((n) => n.layer))];
  const dtypes = new Map<GraphInput | GraphNode, DType>();
  const consumers = new Map<GraphInput, GraphNode[]>();
  for (const node of nodes)
    for (const t of node.inputs)
      if (t.from.is === "input") consumers.set(t.from, [...(consumers.get(t.from) ?? []), node]);
  for (const input of graph.inputs) dtypes.set(input, input.dtype ?? readAs(consumers.get(input) ?? []));
  const nodesIr = inKerasOrder(graph, nodes).map((node): NodeIr => {
    const inputs = node.inputs.map((t) => dtypes.get(t.from) ?? "float32");
    const dtype =
      node.layer.word.dtype?.(node.layer.args, inputs) ?? (node.layer.weights ? "float32" : (inputs[0] ?? "float32"));
    dtypes.set(node, dtype);
    return {
      name: node.name,
      layer: node.layer.name,
      inputs: node.inputs.map(refOf),
      call: node.call,
      shapes: [unnamed(node.shape!)],
      dtype,
    };
  });
  return {
    name: graph.name,
    title: graph.title,
    doc: graph.doc,
    inputs: graph.inputs.map((i) => ({
      name: i.name,
      shape: unnamed(i.shape!).slice(1),
      dtype: dtypes.get(i)!,
      doc: i.doc,
    })),
    layers: layers.map((layer) => lowerLayer(layer, seed, root)),
    nodes: nodesIr,
    outputs: graph.outputs.map((o) => ({ name: o.name, tensor: refOf(o.tensor), shape: unnamed(o.tensor.shape!) })),
  };
}

/** Nodes from which an output can be reached. */
export function reachable(graph: Graph): ReadonlySet<GraphInput | GraphNode> {
  const reached = new Set<GraphInput | GraphNode>();
  const open = graph.outputs.map((o) => o.tensor.from);
  for (let next = open.pop(); next; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    if (next.is === "node") for (const t of next.inputs) open.push(t.from);
  }
  return reached;
}

const refOf = (t: Tensor): string => t.from.name;

/** An input that only layers of whole numbers read takes whole numbers. */
function readAs(readers: readonly GraphNode[]): DType {
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
