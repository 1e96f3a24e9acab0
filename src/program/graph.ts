import type { Attr, Loop, Node, Value } from "./node.js";

export type Output = Node["outputs"][number];
export type Attrs = Readonly<Record<string, Attr>>;

/** Constants above this many bytes are not compared with others. */
const COMPARED = 1 << 14;

/**
 * Whose kernels run a graph: TensorFlow's own (`plain`); oneDNN's wherever it has one, which TensorFlow looks for only
 * in what is part of the main graph (`onednn`); or those that XLA makes (`xla`).
 */
export type Kernels = "plain" | "onednn" | "xla";

/**
 * Nodes of one function or of a main graph, in order of creation. A value belongs to the graph it was made in: a
 * function's body is a graph of its own, whose arguments are nodes made by `add`.
 */
export class Graph {
  private readonly all: Node[] = [];
  private readonly known = new Map<string, Node>();

  /**
   * Each is best served by other operations: XLA lacks some of TensorFlow's kernels and makes up for them by fusing
   * plain ones.
   */
  readonly kernels: Kernels;
  /** Lengths that are known when the program runs, as int32 scalars by name; what others are computed from. */
  readonly lengths = new Map<string, Value>();
  private readonly first: number;

  /** @param options.first the id of the first node: above those of another graph whose nodes will stand beside */
  constructor(options: { readonly kernels?: Kernels; readonly first?: number } = {}) {
    this.kernels = options.kernels ?? "plain";
    this.first = options.first ?? 0;
  }

  get nodes(): readonly Node[] {
    return this.all;
  }

  /** A new node, whatever there is already: arguments, variables, assignments, clocks. */
  add(
    op: string,
    inputs: readonly Value[],
    attrs: Attrs,
    outputs: readonly Output[],
    { after = [], loop }: { readonly after?: readonly Node[]; readonly loop?: Loop } = {},
  ): Node {
    const node: Node = { id: this.first + this.all.length, op, inputs, after, attrs, outputs, ...(loop && { loop }) };
    this.all.push(node);
    return node;
  }

  /** A node of an operation without effects: an equal one that exists is handed out instead. */
  pure(op: string, inputs: readonly Value[], attrs: Attrs, outputs: readonly Output[]): Node {
    const key = keyOf(op, inputs, attrs);
    if (key === null) return this.add(op, inputs, attrs, outputs);
    const same = this.known.get(key);
    if (same !== undefined) return same;
    const node = this.add(op, inputs, attrs, outputs);
    this.known.set(key, node);
    return node;
  }
}

/** One output of a node. */
export const output = (node: Node, index = 0): Value => {
  const { type, shape } = node.outputs[index]!;
  return { node, index, shape, dtype: type };
};

/** Equal for the same output of the same node of one graph. */
export const valueKey = (value: Value): string => `${value.node.id}:${value.index}`;

/** What has to run for these results, inputs first; everything else of the graph is dead. */
export function reachable(results: readonly Value[], also: readonly Node[] = []): readonly Node[] {
  const seen = new Set<Node>();
  const open: Node[] = [...results.map((v) => v.node), ...also];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...node.inputs.map((v) => v.node), ...node.after);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

function keyOf(op: string, inputs: readonly Value[], attrs: Attrs): string | null {
  const parts: string[] = [op, inputs.map(valueKey).join(" ")];
  for (const name of Object.keys(attrs).sort()) {
    const attr = attrs[name]!;
    if (!("tensor" in attr)) parts.push(name, JSON.stringify(attr, plainNumber));
    else {
      const { type, shape, data } = attr.tensor;
      if (data.byteLength > COMPARED) return null;
      parts.push(name, type, shape.join(), new Uint8Array(data.buffer, data.byteOffset, data.byteLength).join());
    }
  }
  return parts.join("|");
}

/** JSON has no infinities. */
const plainNumber = (_: string, x: unknown): unknown => (typeof x === "number" && !Number.isFinite(x) ? String(x) : x);
