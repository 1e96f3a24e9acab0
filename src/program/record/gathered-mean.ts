import { constantInts, emit, isKnown, lengthOf, sizeOf, tensorConstant, typed } from "../emit.js";
import type { Attrs, Graph } from "../graph.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Value } from "../node.js";
import { reshape } from "./reshape.js";

/**
 * The mean over the middle axis of rows picked from a table by [n, k] indices (an embedding, averaged) without making
 * the picked rows: TensorFlow sums them as it reads them, and hands the gradient straight to the table. Null for
 * anything else, and for XLA, which fuses the plain ops.
 */
export function gatheredMean(g: Graph, x: Value, axes: readonly number[], keepDims: boolean): Value | null {
  if (
    g.kernels === "xla" ||
    x.node.op !== "GatherV2" ||
    x.shape.length !== 3 ||
    axes.join() !== "1" ||
    !isKnown(x.shape)
  )
    return null;
  const [table, indices, axis] = x.node.inputs as readonly [Value, Value, Value];
  if (constantInts(axis)[0] !== 0 || table.shape.length !== 2 || table.dtype !== "float32") return null;
  const [rows, each, width] = x.shape as readonly [number, number, number];
  if (sizeOf([rows, each, width]) === 0) return null;
  const segments = tensorConstant(
    g,
    Int32Array.from({ length: rows * each }, (_, i) => Math.floor(i / each)),
    [rows * each],
    "int32",
  );
  const mean = emit(g, "SparseSegmentMean", [table, reshape(g, indices, [rows * each]), segments], attrs, {
    name: "output",
    type: "float32",
    shape: [rows, width],
  });
  return keepDims ? reshape(g, mean, [rows, 1, width]) : mean;
}

const attrs: Attrs = { T: typed("float32"), Tidx: typed("int32"), Tsegmentids: typed("int32") };

export const gatheredMeanGradients: GradientRules = {
  SparseSegmentMean: ({ g, inputs: [table, indices, segments], dy }) => [
    () =>
      emit(g, "SparseSegmentMeanGrad", [dy, indices!, segments!, lengthOf(g, table!, 0)], attrs, {
        name: "output",
        type: "float32",
        shape: table!.shape,
      }),
    null,
    null,
  ],
};
