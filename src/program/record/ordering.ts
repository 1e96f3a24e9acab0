import { times } from "../../tensor/lengths.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { axisOf, reducedShape, topShape } from "../../tensor/shapes/axes.js";
import { add } from "../broadcast.js";
import { constantInts, emit, lengthValue, scalar, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import { output, type Graph } from "../graph.js";
import type { Value } from "../node.js";
import { segmentSum } from "./gather.js";
import { numeric, val } from "./operand.js";
import { running } from "./reduction.js";
import { arranged } from "./reshape.js";

type Ordering = Pick<Ops, "argMax" | "cumsum" | "topK">;

export function ordering(g: Graph): Ordering {
  return {
    argMax: (x, axis) => argMax(g, numeric(g, val(x)), axisOf(x.shape.length, axis)),
    cumsum: (x, axis) =>
      running(g, "Cumsum", numeric(g, val(x)), axisOf(x.shape.length, axis), { exclusive: false, reverse: false }),
    topK: (x, k) => topK(g, numeric(g, val(x)), k),
  };
}

function argMax(g: Graph, x: Value, axis: number): Value {
  const shape = reducedShape(x.shape, [axis], false);
  const attrs = { T: typed(x.dtype), Tidx: typed("int32"), output_type: typed("int32") };
  return emit(g, "ArgMax", [x, scalar(g, axis, "int32")], attrs, { name: "output", type: "int32", shape });
}

function topK(g: Graph, x: Value, k: number): { values: Tensor; indices: Tensor } {
  const shape = topShape(x.shape, k);
  const attrs = { sorted: { bool: true }, T: typed(x.dtype), Tk: typed("int32"), index_type: typed("int32") };
  const node = g.pure("TopKV2", [x, scalar(g, k, "int32")], attrs, [
    { name: "values", type: x.dtype, shape },
    { name: "indices", type: "int32", shape },
  ]);
  return { values: output(node, 0), indices: output(node, 1) };
}

/** Positions of the k largest in the tensor as one long row: row · length + place in the row. */
function flatPositions(g: Graph, x: Value, indices: Value): { readonly positions: Value; readonly size: Value } {
  const rows = times(...x.shape.slice(0, -1));
  const size = lengthValue(g, times(...x.shape));
  const starts = emit(
    g,
    "Range",
    [scalar(g, 0, "int32"), size, lengthValue(g, x.shape.at(-1)!)],
    { Tidx: typed("int32") },
    { name: "output", type: "int32", shape: [rows] },
  );
  const flat = arranged(g, indices, [rows, indices.shape.at(-1)!]);
  return { positions: add(g, flat, arranged(g, starts, [rows, 1])), size };
}

export const orderingGradients: GradientRules = {
  Cumsum: ({ g, inputs: [, axis], dy }) => [
    () => running(g, "Cumsum", dy, constantInts(axis!)[0]!, { exclusive: false, reverse: true }),
    null,
  ],
  TopKV2: ({ g, inputs: [x], y, dy }) => [
    () => {
      const { positions, size } = flatPositions(g, x!, y[1]!);
      const all = segmentSum(g, arranged(g, dy, positions.shape), positions, size, [times(...x!.shape)]);
      return arranged(g, all, x!.shape);
    },
    null,
  ],
};
