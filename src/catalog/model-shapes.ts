import type { InputIr, ModelIr, TensorRef } from "../ir/ir.js";
import { inputLength, named } from "../tensor/lengths.js";
import type { Shape } from "../tensor/ops.js";
import { wordNamed } from "./lookup.js";

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
    const told = open
      ? wordNamed("layer", layer.word).shape(
          layer.args,
          node.inputs.map((ref) => shapes.get(ref)!),
        )
      : null;
    const results = told === null || "problem" in told ? node.shapes : [told];
    results.forEach((shape, i) => shapes.set(i === 0 ? node.name : `${node.name}:${i}`, shape));
  }
  return shapes;
}
