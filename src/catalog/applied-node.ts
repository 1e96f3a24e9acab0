import type { LayerIr, NodeIr, TensorRef } from "../ir/ir.js";
import { namedOf, positionalOf } from "../ir/refs.js";
import type { Shape } from "../tensor/ops.js";
import type { Applied } from "./layer-rules.js";
import { wordNamed } from "./lookup.js";

/** What `layer-rules` are asked about, of a node: its word, all its arguments, and the shapes it is applied to. */
export function appliedIn(layer: LayerIr, node: NodeIr, shapes: ReadonlyMap<TensorRef, Shape>): Applied {
  const all = node.inputs.map((ref) => shapes.get(ref)!);
  return {
    word: wordNamed("layer", layer.word),
    args: { ...layer.args, ...node.call },
    inputs: positionalOf(node, all),
    named: namedOf(node, all),
  };
}
