import { layerCall } from "../../catalog/layer-call.js";
import type { Applied } from "../../catalog/layer-rules.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { LayerIr } from "../../ir/ir.js";
import type { Emission } from "./emission.js";
import { optionsText } from "./word-expression.js";

/**
 * `tf.layers.dense({ … })`, or `layers.dropout({ … })` where TensorFlow.js's own layer is not Keras's. `pointer`: to
 * the layer in the IR.
 */
export function layerExpression(
  emission: Emission,
  layer: LayerIr,
  applied: Applied,
  seed: number,
  pointer: string,
): string {
  const { from, factory, args } = layerCall(layer, applied, seed);
  const word = wordNamed("layer", layer.word);
  // A written `none` is a default of Keras's (it undid a `defaults`): here it would say nothing.
  const said = args.filter(([, value]) => value !== null);
  const options = optionsText(emission, word.params, said, `${pointer}/args`, from === "tf" ? word.tfjs?.rename : {});
  return `${from === "tf" ? "tf.layers" : emission.imports.value("layers")}.${factory}(${options})`;
}
