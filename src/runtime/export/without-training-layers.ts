import { wordNamed } from "../../catalog/lookup.js";
import type { ModelIr, NodeIr, TensorRef } from "../../ir/ir.js";

/** Traits of layers that hand their input on unchanged outside training. */
const TRAINING_ONLY: readonly string[] = ["dropout", "noise", "augmentation"];

/**
 * The model as it predicts: dropout, noise and augmentation fall away, as they do nothing then. A layer called with
 * `training: true` stays, and so does one that makes an output, whose name it gives.
 */
export function withoutTrainingLayers(model: ModelIr): ModelIr {
  const results = new Set(model.outputs.map(({ tensor }) => tensor));
  const replaced = new Map<TensorRef, TensorRef>();
  const origin = (ref: TensorRef): TensorRef => replaced.get(ref) ?? ref;
  const nodes: NodeIr[] = [];
  for (const node of model.nodes) {
    const { word } = model.layers.find(({ name }) => name === node.layer)!;
    const idle = wordNamed("layer", word).traits?.some((trait) => TRAINING_ONLY.includes(trait)) === true;
    if (idle && node.inputs.length === 1 && node.call["training"] !== true && !results.has(node.name))
      replaced.set(node.name, origin(node.inputs[0]!));
    else nodes.push({ ...node, inputs: node.inputs.map(origin) });
  }
  const used = new Set(nodes.map(({ layer }) => layer));
  return { ...model, nodes, layers: model.layers.filter(({ name }) => used.has(name)) };
}
