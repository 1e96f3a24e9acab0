import { sameShape } from "../tensor/same-shape.js";
import { add } from "./broadcast.js";
import { constantInts, emit, isKnown, typed } from "./emit.js";
import type { Graph } from "./graph.js";
import type { Value } from "./node.js";
import { concat, pad } from "./record/slicing.js";

/**
 * The sum of gradients that reach one value, which all have its shape. What was cut into slices comes back by one
 * concatenation instead of a padded tensor for each slice, and what was used in many products (a recurrent kernel, step
 * after step) by one product.
 */
export function sumOf(g: Graph, all: readonly Value[]): Value {
  const parts = all.length < 2 ? all : joinedBiases(g, joinedProducts(g, joinedSlices(g, all)));
  const [first, second] = parts;
  if (parts.length === 1) return first!;
  if (parts.length === 2 && !parts.some(isRow)) return add(g, first!, second!);
  return emit(
    g,
    "AddN",
    parts,
    { N: { int: parts.length }, T: typed("float32") },
    { name: "sum", type: "float32", shape: first!.shape },
  );
}

/**
 * A repeated vector. Two products and a vector added in a row are another thing that TensorFlow's remapper takes for a
 * fused op that it has not.
 */
const isRow = ({ node }: Value): boolean => node.op === "BroadcastTo" && node.inputs[0]!.shape.length > 0;

interface Slice {
  readonly part: Value;
  readonly axis: number;
  readonly from: number;
  readonly to: number;
}

/** A tensor with zeros before and after along one axis; null for anything else. */
function sliceOf(value: Value): Slice | null {
  if (value.node.op !== "Pad" || !isKnown(value.shape)) return null;
  const [part, paddings] = value.node.inputs as readonly [Value, Value];
  const pads = constantInts(paddings);
  const axes = value.shape.flatMap((_, i) => (pads[2 * i] === 0 && pads[2 * i + 1] === 0 ? [] : [i]));
  const [axis] = axes;
  if (axes.length !== 1 || axis === undefined) return null;
  return { part, axis, from: pads[2 * axis]!, to: (value.shape[axis] as number) - pads[2 * axis + 1]! };
}

/** Neighbouring slices of one axis become one. */
function joinedSlices(g: Graph, all: readonly Value[]): readonly Value[] {
  const found = all.map(sliceOf);
  const axis = found.find((s) => s !== null)?.axis;
  const slices = found
    .filter((s) => s !== null)
    .filter((s) => s.axis === axis)
    .sort((a, b) => a.from - b.from);
  if (axis === undefined || slices.length < 2 || slices.some((s, i) => i > 0 && s.from !== slices[i - 1]!.to))
    return all;
  const others = all.filter((_, i) => found[i]?.axis !== axis);
  const { shape } = all[0]!;
  const joined = concat(
    g,
    slices.map((s) => s.part),
    axis,
  );
  const around = shape.map((d, i) =>
    i === axis ? ([slices[0]!.from, (d as number) - slices.at(-1)!.to] as const) : ([0, 0] as const),
  );
  return [pad(g, joined, around), ...others];
}

/** Σ aᵀ·b of many factors with the same numbers of columns is one product of all rows. */
function joinedProducts(g: Graph, all: readonly Value[]): readonly Value[] {
  const isOne = ({ node }: Value): boolean => {
    const { transpose_a: a, transpose_b: b } = node.attrs;
    return (
      node.op === "MatMul" &&
      a !== undefined &&
      "bool" in a &&
      a.bool &&
      b !== undefined &&
      "bool" in b &&
      !b.bool &&
      rowsKnown(node.inputs)
    );
  };
  const products = all.filter(isOne);
  if (products.length < MANY) return all;
  const [a, b] = [0, 1].map((i) =>
    concat(
      g,
      products.map(({ node }) => node.inputs[i]!),
      0,
    ),
  );
  const one = emit(g, "MatMul", [a!, b!], products[0]!.node.attrs, {
    name: "product",
    type: "float32",
    shape: products[0]!.shape,
  });
  return [one, ...all.filter((v) => !isOne(v))];
}

/** Σ of sums over rows is the sum over all rows. */
function joinedBiases(g: Graph, all: readonly Value[]): readonly Value[] {
  const first = all.find(({ node }) => node.op === "BiasAddGrad");
  if (first === undefined) return all;
  const rest = first.node.inputs[0]!.shape.slice(1);
  const isOne = ({ node }: Value): boolean =>
    node.op === "BiasAddGrad" && rowsKnown(node.inputs) && sameShape(node.inputs[0]!.shape.slice(1), rest);
  const sums = all.filter(isOne);
  if (sums.length < MANY) return all;
  const rows = concat(
    g,
    sums.map(({ node }) => node.inputs[0]!),
    0,
  );
  return [
    emit(g, "BiasAddGrad", [rows], first.node.attrs, { name: "output", type: "float32", shape: first.shape }),
    ...all.filter((v) => !isOne(v)),
  ];
}

const rowsKnown = (xs: readonly Value[]): boolean => xs.every((x) => isKnown(x.shape));

/** Fewer are cheaper apart: joining copies their rows. */
const MANY = 4;
