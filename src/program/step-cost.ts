import type { Dim, Shape } from "../tensor/ops.js";
import { reachable, valueKey } from "./graph.js";
import type { Loop, Node, Value } from "./node.js";

/** What one run of some nodes takes, those of a loop once a step. */
export interface StepCost {
  /** Nodes that TensorFlow dispatches. */
  readonly nodes: number;
  /** Multiply-adds · 2 of matrix products. */
  readonly flops: number;
  /** Numbers that are written by everything that is neither a product nor done along with one. */
  readonly elements: number;
}

/** The cost of these results. Open lengths count as one. */
export const stepCost = (results: readonly Value[]): StepCost => costOf(reachable(results));

function costOf(all: Iterable<Node>): StepCost {
  let [nodes, flops, elements] = [0, 0, 0];
  for (const node of all) {
    const once = node.loop
      ? costOf(ofStep(node.loop))
      : { nodes: 1, flops: productFlops(node), elements: written(node) };
    const turns = node.loop ? orOne(node.loop.steps) : 1;
    nodes += turns * once.nodes;
    flops += turns * once.flops;
    elements += turns * once.elements;
  }
  return { nodes, flops, elements };
}

/** The nodes of one step. What it is given may have been computed by nodes too, in another loop or before. */
function ofStep({ state, slices, captured, next, collected }: Loop): ReadonlySet<Node> {
  const given = new Set([...state, ...slices, ...captured].map(valueKey));
  const found = new Set<Node>();
  const open = [...next, ...collected];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    if (given.has(valueKey(v)) || found.has(v.node)) continue;
    found.add(v.node);
    open.push(...v.node.inputs);
  }
  return found;
}

/** The attribute that says whether the first factor is transposed, by op. */
const products: Readonly<Record<string, string>> = { MatMul: "transpose_a", BatchMatMulV2: "adj_x" };

function productFlops({ op, inputs, attrs, outputs }: Node): number {
  const attr = products[op];
  if (attr === undefined) return 0;
  const { bool: transposed } = attrs[attr] as { readonly bool: boolean };
  return 2 * sizeOf(outputs[0]!.shape) * orOne(inputs[0]!.shape.at(transposed ? -2 : -1));
}

/** Copied by the row, done in place, part of a product, or no work at all. */
const cheap: ReadonlySet<string> = new Set([
  ...Object.keys(products),
  "BiasAdd",
  "Relu",
  "Const",
  "Placeholder",
  "ReadVariableOp",
  "ResourceGather",
  "Reshape",
  "Identity",
]);

const written = ({ op, outputs }: Node): number =>
  cheap.has(op)
    ? 0
    : outputs.reduce((n, { type, shape }) => n + (type === "resource" || type === "variant" ? 0 : sizeOf(shape)), 0);

const orOne = (d: Dim | undefined): number => (typeof d === "number" ? d : 1);
const sizeOf = (shape: Shape): number => shape.reduce<number>((n, d) => n * orOne(d), 1);
