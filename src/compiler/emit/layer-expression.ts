import { layerCall } from "../../catalog/layer-call.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { Params } from "../../catalog/param.js";
import type { LayerIr } from "../../ir/ir.js";
import type { Shape } from "../../tensor/ops.js";
import type { Emission } from "./emission.js";
import { optionsText } from "./word-expression.js";

/**
 * `tf.layers.dense({ … })`, or `layers.dropout({ … })` where TensorFlow.js's own layer is not Keras's. `pointer`: to
 * the layer in the IR.
 */
export function layerExpression(
  emission: Emission,
  layer: LayerIr,
  inputShapes: readonly Shape[],
  seed: number,
  pointer: string,
): string {
  const { from, factory, args } = layerCall(layer, inputShapes, seed);
  const word = wordNamed("layer", layer.word);
  // A written `none` is a default of Keras's (it undid a `defaults`): here it would say nothing.
  const said = args.filter(([, value]) => value !== null);
  const options = optionsText(
    emission,
    word.params as Params,
    said,
    `${pointer}/args`,
    from === "tf" ? word.tfjs?.rename : {},
  );
  return `${from === "tf" ? "tf.layers" : emission.imports.runtime("layers")}.${factory}(${options})`;
}
