import type { Ops, Shape } from "../../tensor/ops.js";
import { sameShape } from "../../tensor/same-shape.js";
import { constantInts, emit, ints, isKnown, sizeOf, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { axisOf, val } from "./operand.js";

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

/** One op for all that moves nothing; of a chain only the last shape counts. */
export function reshape(g: Graph, x: Value, shape: Shape): Value {
  const known = completed(x.shape, shape);
  const source = x.node.op === "Reshape" ? x.node.inputs[0]! : x;
  if (sameShape(known, source.shape)) return source;
  const repeated = source.node.op === "BroadcastTo" ? source.node.inputs[0]! : null;
  if (repeated !== null && repeated.shape.length === 0 && isKnown(known)) {
    return emit(
      g,
      "BroadcastTo",
      [repeated, ints(g, known)],
      { T: typed(x.dtype), Tidx: typed("int32") },
      "output",
      x.dtype,
      known,
    );
  }
  const target = ints(
    g,
    known.map((d) => d ?? -1),
  );
  return emit(g, "Reshape", [source, target], { T: typed(x.dtype), Tshape: typed("int32") }, "output", x.dtype, known);
}

/** `shape` with its `null` worked out where that can be done. */
function completed(from: Shape, shape: Shape): Shape {
  const open = shape.filter((d) => d === null).length;
  if (open > 1) throw new Error(`[${shape.map((d) => d ?? "?").join(", ")}] leaves more than one length open`);
  if (!isKnown(from)) return shape;
  const size = sizeOf(from);
  const rest = sizeOf(shape.map((d) => d ?? 1));
  if (open === 0 ? size !== rest : rest === 0 || size % rest !== 0) {
    throw new Error(`[${from.join(", ")}] cannot be reshaped to [${shape.map((d) => d ?? "?").join(", ")}]`);
  }
  return shape.map((d) => d ?? size / rest);
}

export const expandDims = (g: Graph, x: Value, axis: number): Value =>
  reshape(g, x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);

export function squeeze(g: Graph, x: Value, axes: readonly number[]): Value {
  for (const a of axes)
    if (x.shape[a] !== 1) throw new Error(`axis ${a} of [${x.shape.join(", ")}] is not of length 1`);
  return reshape(
    g,
    x,
    x.shape.filter((_, i) => !axes.includes(i)),
  );
}

export function transpose(g: Graph, x: Value, permutation: readonly number[]): Value {
  if (x.node.op === "Transpose") {
    const inner = constantInts(x.node.inputs[1]!);
    return transpose(
      g,
      x.node.inputs[0]!,
      permutation.map((p) => inner[p]!),
    );
  }
  const shape = permutation.map((p) => x.shape[p]!);
  const moved = permutation.filter((p) => x.shape[p] !== 1);
  if (moved.every((p, i) => i === 0 || p > moved[i - 1]!)) return reshape(g, x, shape);
  return emit(
    g,
    "Transpose",
    [x, ints(g, permutation)],
    { T: typed(x.dtype), Tperm: typed("int32") },
    "y",
    x.dtype,
    shape,
  );
}

/** The permutation that undoes one. */
export const inverse = (permutation: readonly number[]): number[] => permutation.map((_, i) => permutation.indexOf(i));

export const reshapingGradients: GradientRules = {
  Reshape: ({ g, inputs: [x], dy }) => [() => reshape(g, dy, x!.shape), null],
  Transpose: ({ g, inputs: [, permutation], dy }) => [
    () => transpose(g, dy, inverse(constantInts(permutation!))),
    null,
  ],
};
