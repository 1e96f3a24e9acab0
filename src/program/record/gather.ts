import type { Ops, Shape } from "../../tensor/ops.js";
import { axisOf, inverse } from "../../tensor/shapes/axes.js";
import { gatheredShape } from "../../tensor/shapes/products.js";
import { cast, constantInts, emit, ints, isKnown, lengthOf, scalar, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { val } from "./operand.js";
import { arranged, transpose } from "./reshape.js";

type Gathering = Pick<Ops, "gather" | "oneHot">;

export function gathering(g: Graph): Gathering {
  return {
    gather: (x, indices, axis) => gather(g, val(x), cast(g, val(indices), "int32"), axisOf(x.shape.length, axis)),
    oneHot: (indices, depth) => oneHot(g, cast(g, val(indices), "int32"), depth),
  };
}

function gather(g: Graph, x: Value, indices: Value, axis: number): Value {
  const shape = gatheredShape(x.shape, indices.shape, axis);
  const attrs = { Tparams: typed(x.dtype), Tindices: typed("int32"), Taxis: typed("int32"), batch_dims: { int: 0 } };
  return emit(g, "GatherV2", [x, indices, scalar(g, axis, "int32")], attrs, { name: "output", type: x.dtype, shape });
}

function oneHot(g: Graph, indices: Value, depth: number): Value {
  const inputs = [indices, scalar(g, depth, "int32"), scalar(g, 1), scalar(g, 0)];
  const attrs = { T: typed("float32"), TI: typed("int32"), axis: { int: -1 } };
  return emit(g, "OneHot", inputs, attrs, { name: "output", type: "float32", shape: [...indices.shape, depth] });
}

/** Sums of `data` over equal `ids`, whose shape is the beginning of the data's; `shape` is that of the result. */
export function segmentSum(g: Graph, data: Value, ids: Value, segments: Value, shape: Shape): Value {
  if (g.kernels === "xla" && isKnown(shape)) return scatterSum(g, data, ids, shape);
  const attrs = { T: typed(data.dtype), Tindices: typed("int32"), Tnumsegments: typed("int32") };
  return emit(g, "UnsortedSegmentSum", [data, ids, segments], attrs, { name: "output", type: data.dtype, shape });
}

/** The same sums as XLA compiles them best: added into zeros. */
function scatterSum(g: Graph, data: Value, ids: Value, shape: readonly number[]): Value {
  const zero = scalar(g, 0, data.dtype === "int32" ? "int32" : "float32");
  const zeros = emit(
    g,
    "Fill",
    [ints(g, shape), zero],
    { T: typed(data.dtype), index_type: typed("int32") },
    { name: "output", type: data.dtype, shape },
  );
  const places = arranged(g, ids, [...ids.shape, 1]);
  return emit(
    g,
    "TensorScatterAdd",
    [zeros, places, data],
    { T: typed(data.dtype), Tindices: typed("int32") },
    { name: "output", type: data.dtype, shape },
  );
}

export const gatheringGradients: GradientRules = {
  GatherV2: ({ g, inputs: [x, indices, at], dy }) => [
    () => {
      const axis = constantInts(at!)[0]!;
      // The axes of the indices to the front, where segments are summed; then the axis back to its place.
      const taken = indices!.shape.map((_, i) => axis + i);
      const front = [...taken, ...dy.shape.keys()].filter((a, i) => i < taken.length || !taken.includes(a));
      const shape = [x!.shape[axis]!, ...x!.shape.filter((_, i) => i !== axis)];
      const summed = segmentSum(g, transpose(g, dy, front), indices!, lengthOf(g, x!, axis), shape);
      return transpose(g, summed, inverse([axis, ...x!.shape.keys()].filter((a, i) => i === 0 || a !== axis)));
    },
    null,
    null,
  ],
  OneHot: null,
};
