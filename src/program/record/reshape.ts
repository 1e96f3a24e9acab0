import type { Ops, Shape } from "../../tensor/ops.js";
import { arrangedShape } from "../../tensor/shapes/arranged.js";
import { axisOf, expandedShape, inverse, squeezedShape, transposedShape } from "../../tensor/shapes/axes.js";
import { sameShape } from "../../tensor/same-shape.js";
import { constantInts, emit, ints, isKnown, lengthValue, packed, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { val } from "./operand.js";

type Reshaping = Pick<Ops, "reshape" | "expandDims" | "squeeze" | "transpose">;

export function reshaping(g: Graph): Reshaping {
  return {
    reshape: (x, shape) => reshape(g, val(x), shape),
    expandDims: (x, axis) => expandDims(g, val(x), axisOf(x.shape.length + 1, axis)),
    squeeze: (x, axes) =>
      squeeze(
        g,
        val(x),
        axes.map((a) => axisOf(x.shape.length, a)),
      ),
    transpose: (x, permutation) => transpose(g, val(x), permutation),
  };
}

/** The values in another shape, whose `null` is what is left. */
export const reshape = (g: Graph, x: Value, shape: Shape): Value => arranged(g, x, arrangedShape(x.shape, shape));

/** In a shape that holds as many values. One op for all that moves nothing; of a chain only the last shape counts. */
export function arranged(g: Graph, x: Value, shape: Shape): Value {
  const source = x.node.op === "Reshape" ? x.node.inputs[0]! : x;
  if (sameShape(shape, source.shape)) return source;
  const repeated = source.node.op === "BroadcastTo" ? source.node.inputs[0]! : null;
  if (repeated !== null && repeated.shape.length === 0 && isKnown(shape)) {
    return emit(
      g,
      "BroadcastTo",
      [repeated, ints(g, shape)],
      { T: typed(x.dtype), Tidx: typed("int32") },
      { name: "output", type: x.dtype, shape },
    );
  }
  const attrs = { T: typed(x.dtype), Tshape: typed("int32") };
  return emit(g, "Reshape", [source, targetOf(g, shape)], attrs, { name: "output", type: x.dtype, shape });
}

/** A shape for TensorFlow, which works out one length itself: the rows, or the first that is open. */
function targetOf(g: Graph, shape: Shape): Value {
  const left = shape.includes(null) ? shape.indexOf(null) : shape.findIndex((d) => typeof d !== "number");
  const others = shape.map((d, i) => (i === left ? -1 : d));
  return isKnown(others)
    ? ints(g, others)
    : packed(
        g,
        others.map((d) => lengthValue(g, d)),
      );
}

export const expandDims = (g: Graph, x: Value, axis: number): Value => arranged(g, x, expandedShape(x.shape, axis));

export const squeeze = (g: Graph, x: Value, axes: readonly number[]): Value =>
  arranged(g, x, squeezedShape(x.shape, axes));

export function transpose(g: Graph, x: Value, permutation: readonly number[]): Value {
  if (x.node.op === "Transpose") {
    const inner = constantInts(x.node.inputs[1]!);
    return transpose(
      g,
      x.node.inputs[0]!,
      permutation.map((p) => inner[p]!),
    );
  }
  const shape = transposedShape(x.shape, permutation);
  const moved = permutation.filter((p) => x.shape[p] !== 1);
  if (moved.every((p, i) => i === 0 || p > moved[i - 1]!)) return arranged(g, x, shape);
  return emit(
    g,
    "Transpose",
    [x, ints(g, permutation)],
    { T: typed(x.dtype), Tperm: typed("int32") },
    { name: "y", type: x.dtype, shape },
  );
}

export const reshapingGradients: GradientRules = {
  Reshape: ({ g, inputs: [x], dy }) => [() => arranged(g, dy, x!.shape), null],
  Transpose: ({ g, inputs: [, permutation], dy }) => [
    () => transpose(g, dy, inverse(constantInts(permutation!))),
    null,
  ],
};
