import { layerCall } from "../../catalog/layer-call.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { Params } from "../../catalog/param.js";
import type { LayerIr } from "../../ir/ir.js";
import type { Shape } from "../../tensor/ops.js";
import type { ModuleImports } from "./module-imports.js";
import { optionsText } from "./word-expression.js";

/** `tf.layers.dense({ … })`, or `layers.dropout({ … })` where TensorFlow.js's own layer is not Keras's. */
export function layerExpression(imports: ModuleImports, layer: LayerIr, inputShapes: readonly Shape[], seed: number): string {
  const { from, factory, args } = layerCall(layer, inputShapes, seed);
  const word = wordNamed("layer", layer.word);
  // A written `none` is a default of Keras's (it undid a `defaults`): here it would say nothing.
  const said = args.filter(([, value]) => value !== null);
  const options = optionsText(imports, word.params as Params, said, from === "tf" ? word.tfjs?.rename : {});
  return `${from === "tf" ? "tf.layers" : imports.runtime("layers")}.${factory}(${options})`;
}
