import type { InputIr, ModelIr, TensorRef } from "../ir/ir.js";
import { resultsOf } from "../ir/refs.js";
import { inputLength, named } from "../tensor/lengths.js";
import type { Shape } from "../tensor/ops.js";
import { appliedIn } from "./applied-node.js";
import { isProblem, shapesOf } from "./layer-rules.js";

/** The shape of an input, the rows first, its open lengths named after it. */
export const shapeOfInput = ({ name, shape }: InputIr): Shape =>
  named([null, ...shape], (axis) => inputLength(name, axis));

/**
 * Shapes of a checked model's inputs and results. An IR does not say which open lengths are one: where it has any, its
 * layers' rules tell again.
 */
export function modelShapes(model: ModelIr): ReadonlyMap<TensorRef, Shape> {
  const shapes = new Map<TensorRef, Shape>(model.inputs.map((input) => [input.name, shapeOfInput(input)]));
  const open = model.inputs.some(({ shape }) => shape.includes(null));
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  for (const node of model.nodes) {
    const layer = layers.get(node.layer)!;
    const told = open ? shapesOf(appliedIn(layer, node, shapes)) : null;
    const results = told === null || isProblem(told) ? node.shapes : told;
    resultsOf(node).forEach((ref, i) => shapes.set(ref, results[i]!));
  }
  return shapes;
}
