import type { LayerWord } from "../../catalog/word.js";
import type { Statement } from "../../parser/ast.js";
import {
  withPossible,
  type GraphGroup,
  type GraphInput,
  type GraphLayer,
  type GraphNode,
  type GraphPart,
  type GraphUse,
  type GraphResult,
} from "./graph.js";
import { certain, type Possible } from "./possible.js";

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
  /** Uses of inner models and blocks in their order. */
  readonly unrolled: GraphUse[];
  /** The uses of models that are being unrolled, the outermost first. */
  uses: readonly GraphUse[];
}

export const newBuilder = (): Builder => ({
  inputs: [],
  layers: new Map(),
  nodes: [],
  taken: new Set(),
  counters: new Map(),
  models: new Map(),
  parts: [],
  unrolled: [],
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

/** A node of a layer, `name@2` for the second application; gives its results. */
export function addNode(
  b: Builder,
  made: Omit<GraphNode, "is" | "name" | "uses" | "shapes">,
  possible: readonly Possible[],
): readonly GraphResult[] {
  const { layer } = made;
  layer.uses++;
  const name = layer.uses === 1 ? layer.name : `${layer.name}@${layer.uses}`;
  const node: GraphNode = { is: "node", name, uses: b.uses, ...made, shapes: possible.map(certain) };
  b.nodes.push(node);
  return possible.map((shapes, index) => withPossible({ from: node, index, shape: null }, shapes));
}

/** What the author wrote above a statement is kept with the nodes that it is unrolled to. */
export function asPart(b: Builder, said: Pick<GraphPart, "kind" | "name" | "about" | "doc">, unroll: () => void): void {
  if (said.about === null && said.doc === null) return unroll();
  const part: GraphPart = { ...said, first: b.nodes.length, end: b.nodes.length };
  b.parts.push(part);
  unroll();
  part.end = b.nodes.length;
}

/** What is unrolled meanwhile belongs to one use of a model or block; `unroll` gives its results. */
export function asUse(
  b: Builder,
  group: GraphGroup,
  inputs: readonly GraphResult[],
  unroll: () => readonly GraphResult[],
): void {
  const outer = b.uses;
  const use: GraphUse = {
    is: "use",
    group,
    model: group.name,
    depth: outer.length,
    inputs,
    results: [],
    first: b.nodes.length,
    end: 0,
  };
  b.unrolled.push(use);
  // To Keras a block is no object: its layers stand in the model around.
  if (group.kind === "model") b.uses = [...outer, use];
  use.results = unroll();
  use.end = b.nodes.length;
  b.uses = outer;
}

export const hasTrait = (word: LayerWord, trait: NonNullable<LayerWord["traits"]>[number]): boolean =>
  word.traits?.includes(trait) ?? false;
