import type { WordCall } from "../ir/value.js";
import { defineLayer } from "./define-layer.js";
import type { ActivationWord, LayerWord } from "./word.js";

/**
 * An activation as a statement: `sigmoid`, `gelu(approximate=true)`. Keras writes `Activation("sigmoid")`; the file of
 * the activation states it once, and the catalogue answers for the layer of the same name, unless a layer word has that
 * name already (`relu`, `softmax`: Keras has layers of their own for them, with other arguments and defaults).
 */
export function layerOf(activation: ActivationWord): LayerWord {
  const { name, aliases, summary, explain, reference, params, examples, renamed } = activation;
  return defineLayer({
    name,
    keras: "Activation",
    summary,
    params,
    examples,
    ...(aliases ? { aliases } : {}),
    ...(explain ? { explain } : {}),
    ...(reference ? { reference } : {}),
    ...(renamed ? { renamed } : {}),
    // One with an axis looks at the positions beside it.
    ...("axis" in params ? {} : { traits: ["elementwise"] }),
    shape: (args, [x]) => {
      const axis = (args as { readonly axis?: unknown }).axis;
      const outside = typeof axis === "number" && (axis >= x.length || axis < -x.length);
      return outside ? { problem: `has no axis ${axis}: the input has ${x.length} axes, the rows included` } : x;
    },
    ...(activation.keepsWhole ? {} : { dtype: () => "float32" as const }),
    forward: ({ ops, args, inputs: [x], activate }) =>
      activate({ word: name, args: args as WordCall["args"] }, activation.keepsWhole ? x : ops.cast(x, "float32")),
  });
}
