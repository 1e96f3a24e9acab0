import { sameShape } from "../../tensor/same-shape.js";
import { add } from "../broadcast.js";
import { emit } from "../emit.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";

/**
 * x for an activation. Where x = (a·b + bias) + y it is (a·b + y) + bias: TensorFlow's remapper takes product, bias,
 * sum and activation for one fused op that it has for convolutions only, makes a node without an op of it, says so on
 * stderr and drops all its fusions.
 */
export function beforeActivation(g: Graph, x: Value): Value {
  if (x.node.op !== "AddV2") return x;
  const [a, b] = x.node.inputs as readonly [Value, Value];
  if (!sameShape(a.shape, b.shape)) return x;
  return biasLast(g, a, b) ?? biasLast(g, b, a) ?? x;
}

function biasLast(g: Graph, biased: Value, other: Value): Value | null {
  if (biased.node.op !== "BiasAdd") return null;
  const [product, bias] = biased.node.inputs as readonly [Value, Value];
  if (product.node.op !== "MatMul") return null;
  return emit(g, "BiasAdd", [add(g, product, other), bias], biased.node.attrs, {
    name: "output",
    type: "float32",
    shape: biased.shape,
  });
}
