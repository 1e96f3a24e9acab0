import { times } from "../../tensor/lengths.js";
import type { Dim, Ops, PoolOptions } from "../../tensor/ops.js";
import { poolShape } from "../../tensor/shapes/windows.js";
import { emit, shapeOf, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Attrs, Graph } from "../graph.js";
import type { Value } from "../node.js";
import { val } from "./operand.js";
import { arranged } from "./reshape.js";
import { flat, framed } from "./spatial.js";

type Pooling = Pick<Ops, "maxPool" | "avgPool">;

export const pooling = (g: Graph): Pooling => ({
  maxPool: (x, options) => maxPool(g, val(x), options),
  avgPool: (x, options) => pool(g, "Avg", val(x), options),
});

/**
 * The largest of relu(x + bias) is relu(largest x + bias), to the bit, as both only grow with x: they are then computed
 * of what is left. Of x that are not equal and whose sums are, the gradient goes to the largest instead of the first.
 */
function maxPool(g: Graph, x: Value, options: PoolOptions): Value {
  const { op, inputs, attrs } = x.node;
  const grows = op === "Relu" || op === "BiasAdd";
  if (!grows || options.strides.every((s) => s === 1)) return pool(g, "Max", x, options);
  const [before, ...bias] = inputs as readonly [Value, ...Value[]];
  const largest = maxPool(g, before, options);
  return emit(g, op, [largest, ...bias], attrs, {
    name: x.node.outputs[0]!.name,
    type: "float32",
    shape: largest.shape,
  });
}

function pool(g: Graph, kind: "Max" | "Avg", x: Value, { size, strides, padding }: PoolOptions): Value {
  if (size.length === 1)
    return flat(g, x, (v) => pool(g, kind, v, { size: [1, size[0]!], strides: [1, strides[0]!], padding }));
  if (size.length === 3 && kind === "Max") return deepMaxPool(g, x, { size, strides, padding });
  const two = size.length === 2;
  const attrs: Attrs = {
    T: typed("float32"),
    ksize: framed(size),
    strides: framed(strides),
    padding: { string: padding.toUpperCase() },
    data_format: { string: two ? "NHWC" : "NDHWC" },
    ...(two && kind === "Max" ? { explicit_paddings: { ints: [] } } : {}),
  };
  return emit(g, `${kind}Pool${two ? "" : "3D"}`, [x], attrs, {
    name: "output",
    type: "float32",
    shape: poolShape(x.shape, { size, strides, padding }),
  });
}

/**
 * The largest of a box is the largest, along the depth, of the largest of each plane. Not MaxPool3D: its gradient goes
 * whole to every one of several equals, where this one's goes to the first, as in two dimensions.
 */
function deepMaxPool(g: Graph, x: Value, { size, strides, padding }: PoolOptions): Value {
  const [rows, depth, height, width, channels] = x.shape as readonly [Dim, Dim, Dim, Dim, Dim];
  const planes = arranged(g, x, [times(rows, depth), height, width, channels]);
  const flatter = pool(g, "Max", planes, { size: size.slice(1), strides: strides.slice(1), padding });
  const [, down, across] = flatter.shape as readonly [Dim, Dim, Dim, Dim];
  const columns = arranged(g, flatter, [rows, depth, times(down, across), channels]);
  const y = pool(g, "Max", columns, { size: [size[0]!, 1], strides: [strides[0]!, 1], padding });
  return arranged(g, y, [rows, y.shape[1]!, down, across, channels]);
}

export const poolingGradients: GradientRules = {
  MaxPool: ({ g, node, inputs: [x], y, dy }) => [
    () => emit(g, "MaxPoolGrad", [x!, y[0]!, dy], node.attrs, { name: "output", type: "float32", shape: x!.shape }),
  ],
  AvgPool: ({ g, node, inputs: [x], dy }) => [
    () =>
      emit(g, "AvgPoolGrad", [shapeOf(g, x!), dy], node.attrs, { name: "output", type: "float32", shape: x!.shape }),
  ],
  AvgPool3D: ({ g, node, inputs: [x], dy }) => [
    () =>
      emit(g, "AvgPool3DGrad", [shapeOf(g, x!), dy], node.attrs, { name: "output", type: "float32", shape: x!.shape }),
  ],
};
