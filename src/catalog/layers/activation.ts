import { word } from "../param.js";
import { defineLayer } from "../word.js";

/**
 * The layer of any activation. Every activation's own name is a statement too (`sigmoid`): the catalogue makes that
 * layer from the activation's file, see `activation-layer.ts`.
 */
export const activation = defineLayer({
  name: "activation",
  keras: "Activation",
  summary: "Applies an activation.",
  explain: "`activation tanh` and the statement `tanh` compute the same.",
  params: { activation: word("activation", { doc: "What is applied.", positional: true }) },
  shape: (_args, [x]) => x,
  dtype: () => "float32",
  forward: ({ ops, args, inputs, activate }) => activate(args.activation, ops.cast(inputs[0], "float32")),
  tfjs: { factory: "activation" },
  examples: ["activation tanh", "activation elu(0.5)"],
});
