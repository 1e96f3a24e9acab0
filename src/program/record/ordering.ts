import type { Ops, Tensor } from "../../tensor/ops.js";
import { add, binary } from "../broadcast.js";
import { constantInts, emit, isKnown, lengthOf, scalar, sizeOf, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import { output, type Graph } from "../graph.js";
import type { Value } from "../node.js";
import { segmentSum } from "./gather.js";
import { axisOf, numeric, val } from "./operand.js";
import { running } from "./reduction.js";
import { reshape } from "./reshape.js";

type Ordering = Pick<Ops, "argMax" | "cumsum" | "topK">;

export function ordering(g: Graph): Ordering {
  return {
    argMax: (x, axis) => argMax(g, numeric(g, val(x)), axisOf(x.shape.length, axis)),
    cumsum: (x, axis) => running(g, "Cumsum", numeric(g, val(x)), axisOf(x.shape.length, axis), false, false),
    topK: (x, k) => topK(g, numeric(g, val(x)), k),
  };
}

function argMax(g: Graph, x: Value, axis: number): Value {
  const shape = x.shape.filter((_, i) => i !== axis);
  const attrs = { T: typed(x.dtype), Tidx: typed("int32"), output_type: typed("int32") };
  return emit(g, "ArgMax", [x, scalar(g, axis, "int32")], attrs, "output", "int32", shape);
}

function topK(g: Graph, x: Value, k: number): { values: Tensor; indices: Tensor } {
  const shape = [...x.shape.slice(0, -1), k];
  const attrs = { sorted: { bool: true }, T: typed(x.dtype), Tk: typed("int32"), index_type: typed("int32") };
  const node = g.pure("TopKV2", [x, scalar(g, k, "int32")], attrs, [
    { name: "values", type: x.dtype, shape },
    { name: "indices", type: "int32", shape },
  ]);
  return { values: output(node, 0), indices: output(node, 1) };
}

/** Positions of the k largest in the tensor as one long row: row · length + place in the row. */
function flatPositions(g: Graph, x: Value, indices: Value): { readonly positions: Value; readonly size: Value } {
  const length = x.shape.at(-1)!;
  const leading = x.shape.slice(0, -1);
  if (length === null || (!isKnown(leading) && leading.slice(1).includes(null)))
    throw new Error("topK needs a known last axis");
  const known = scalar(g, sizeOf(leading.map((d) => d ?? 1)), "int32");
  const rows = isKnown(leading) ? known : binary(g, "Mul", lengthOf(g, x, 0), known);
  const starts = emit(
    g,
    "Range",
    [scalar(g, 0, "int32"), binary(g, "Mul", rows, scalar(g, length, "int32")), scalar(g, length, "int32")],
    { Tidx: typed("int32") },
    "output",
    "int32",
    [isKnown(leading) ? sizeOf(leading) : null],
  );
  const flat = reshape(g, indices, [isKnown(leading) ? sizeOf(leading) : null, indices.shape.at(-1)!]);
  return {
    positions: add(g, flat, reshape(g, starts, [starts.shape[0]!, 1])),
    size: binary(g, "Mul", rows, scalar(g, length, "int32")),
  };
}

export const orderingGradients: GradientRules = {
  Cumsum: ({ g, inputs: [, axis], dy }) => [() => running(g, "Cumsum", dy, constantInts(axis!)[0]!, false, true), null],
  TopKV2: ({ g, inputs: [x], y, dy }) => [
    () => {
      const { positions, size } = flatPositions(g, x!, y[1]!);
      const all = segmentSum(g, reshape(g, dy, positions.shape), positions, size, [
        isKnown(x!.shape) ? sizeOf(x!.shape) : null,
      ]);
      return reshape(g, all, x!.shape);
    },
    null,
  ],
};
