import { because } from "../tfjs-unlike.js";
import { nonpositive } from "../activations/nonpositive.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const elu = defineLayer({
  name: "elu",
  keras: "ELU",
  summary: "x above 0, alpha · (exp(x) - 1) below.",
  reference: "Clevert et al., Fast and accurate deep network learning by exponential linear units, 2016",
  params: { alpha: number({ doc: "Value approached far below 0, negated.", default: 1, positional: true }) },
  traits: ["elementwise"],
  shape: (_args, [x]) => x,
  dtype: () => "float32",
  forward: ({ ops, args, inputs }) => {
    const x = ops.cast(inputs[0], "float32");
    return ops.where(ops.greater(x, 0), x, ops.mul(ops.expm1(nonpositive(ops, x)), args.alpha));
  },
  tfjs: { factory: "elu", unlike: (a) => because([a.alpha !== 1, "computes another function unless alpha is 1"]) },
  examples: ["elu", "elu 0.5"],
});
