import type { LayerWord } from "../../catalog/word.js";
import type { Statement } from "../../parser/ast.js";
import type { GraphInput, GraphLayer, GraphNode, GraphPart, ModelUse, Tensor } from "./graph.js";

/** Grows one root model's graph; names are Keras's counters, one counter a prefix and word. */
export interface Builder {
  readonly inputs: GraphInput[];
  readonly layers: Map<string, GraphLayer>;
  readonly nodes: GraphNode[];
  readonly taken: Set<string>;
  readonly counters: Map<string, number>;
  /** Shared models by their declaration: the prefix of their layers. */
  readonly models: Map<Statement, string>;
  readonly parts: GraphPart[];
  /** The uses of models that are being unrolled, the outermost first. */
  uses: readonly ModelUse[];
}

export const newBuilder = (): Builder => ({
  inputs: [],
  layers: new Map(),
  nodes: [],
  taken: new Set(),
  counters: new Map(),
  models: new Map(),
  parts: [],
  uses: [],
});

/**
 * `dense`, `dense_1`, … under a prefix; a name that was given by hand is passed over, but not that of the statement
 * applied again.
 */
export function autoName(b: Builder, prefix: string, word: string, again?: Statement): string {
  for (;;) {
    const key = `${prefix}${word}`;
    const n = b.counters.get(key) ?? 0;
    b.counters.set(key, n + 1);
    const name = n === 0 ? key : `${key}_${n}`;
    if (!b.taken.has(name) || (again && b.layers.get(name)?.statement === again)) return name;
  }
}

/** Counters under a prefix begin again: for another application of the same shared model. */
export function restartCounters(b: Builder, prefix: string): void {
  for (const key of [...b.counters.keys()]) if (key.startsWith(prefix)) b.counters.delete(key);
}

/** A node of a layer; `name@2` for the second application. */
export function addNode(
  b: Builder,
  layer: GraphLayer,
  inputs: readonly Tensor[],
  call: GraphNode["call"],
  { shape, mask }: Pick<GraphNode, "shape" | "mask">,
  at: GraphNode["at"],
): Tensor {
  layer.uses++;
  const node: GraphNode = {
    is: "node",
    name: layer.uses === 1 ? layer.name : `${layer.name}@${layer.uses}`,
    layer,
    inputs,
    call,
    shape,
    mask,
    uses: b.uses,
    at,
  };
  b.nodes.push(node);
  return { from: node, shape };
}

/** What the author wrote above a statement is kept with the nodes that it is unrolled to. */
export function asPart(b: Builder, said: Pick<GraphPart, "kind" | "name" | "about" | "doc">, unroll: () => void): void {
  if (said.about === null && said.doc === null) return unroll();
  const part: GraphPart = { ...said, first: b.nodes.length, end: b.nodes.length };
  b.parts.push(part);
  unroll();
  part.end = b.nodes.length;
}

/** What is unrolled meanwhile belongs to one use of a model; `unroll` gives its results. */
export function asUse(b: Builder, model: string, inputs: readonly Tensor[], unroll: () => readonly Tensor[]): void {
  const outer = b.uses;
  const use: ModelUse = { is: "use", model, depth: outer.length, inputs, results: [] };
  b.uses = [...outer, use];
  use.results = unroll();
  b.uses = outer;
}

export const hasTrait = (word: LayerWord, trait: NonNullable<LayerWord["traits"]>[number]): boolean =>
  word.traits?.includes(trait) ?? false;
