import { bool } from "../param.js";
import { defineActivation } from "../word.js";

export const gelu = defineActivation({
  name: "gelu",
  keras: "gelu",
  summary: "x · Φ(x) with Φ the normal distribution function.",
  explain: "The activation of transformers. `approximate` takes the tanh formula of the paper instead of erf.",
  reference: "Hendrycks and Gimpel, Gaussian error linear units, 2016",
  params: { approximate: bool({ doc: "Use the tanh approximation.", default: false, positional: true }) },
  apply: (ops, { approximate }, x) => {
    const inner = approximate
      ? ops.tanh(ops.mul(ops.add(x, ops.mul(ops.mul(x, ops.square(x)), 0.044715)), Math.sqrt(2 / Math.PI)))
      : ops.erf(ops.mul(x, Math.SQRT1_2));
    return ops.mul(ops.mul(x, 0.5), ops.add(inner, 1));
  },
  tfjs: "gelu",
  range: "real",
  examples: ["gelu", "gelu(approximate=true)"],
});
