import type { Ops, PoolOptions } from "../../tensor/ops.js";
import { emit, shapeOf, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Attrs, Graph } from "../graph.js";
import type { Value } from "../node.js";
import { val } from "./operand.js";
import { explicitPads, flat, framed, outputShape, spatialOf, windows } from "./spatial.js";

type Pooling = Pick<Ops, "maxPool" | "avgPool">;

export const pooling = (g: Graph): Pooling => ({
  maxPool: (x, options) => pool(g, "Max", val(x), options),
  avgPool: (x, options) => pool(g, "Avg", val(x), options),
});

function pool(g: Graph, kind: "Max" | "Avg", x: Value, { size, strides, padding }: PoolOptions): Value {
  if (size.length === 1) return flat(g, x, (v) => pool(g, kind, v, { size: [1, size[0]!], strides: [1, strides[0]!], padding }));
  const two = size.length === 2;
  const sizes = spatialOf(x);
  const pads = explicitPads(sizes, size, strides, padding);
  const places = sizes.map((n, i) => windows(n, pads[i]!, size[i]!, strides[i]!));
  const attrs: Attrs = {
    T: typed("float32"),
    ksize: framed(size),
    strides: framed(strides),
    padding: { string: padding.toUpperCase() },
    data_format: { string: two ? "NHWC" : "NDHWC" },
    ...(two && kind === "Max" ? { explicit_paddings: { ints: [] } } : {}),
  };
  return emit(g, `${kind}Pool${two ? "" : "3D"}`, [x], attrs, "output", "float32", outputShape(x.shape, places, x.shape.at(-1)!));
}

export const poolingGradients: GradientRules = {
  MaxPool: ({ g, node, inputs: [x], y, dy }) => [() => emit(g, "MaxPoolGrad", [x!, y[0]!, dy], node.attrs, "output", "float32", x!.shape)],
  MaxPool3D: ({ g, node, inputs: [x], y, dy }) => [
    () => emit(g, "MaxPool3DGrad", [x!, y[0]!, dy], { ...node.attrs, TInput: typed("float32") }, "output", "float32", x!.shape),
  ],
  AvgPool: ({ g, node, inputs: [x], dy }) => [() => emit(g, "AvgPoolGrad", [shapeOf(g, x!), dy], node.attrs, "output", "float32", x!.shape)],
  AvgPool3D: ({ g, node, inputs: [x], dy }) => [() => emit(g, "AvgPool3DGrad", [shapeOf(g, x!), dy], node.attrs, "output", "float32", x!.shape)],
};
