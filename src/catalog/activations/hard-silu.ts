import { defineActivation } from "../word.js";
import { ramp6 } from "./ramp.js";

export const hardSilu = defineActivation({
  name: "hard_silu",
  keras: "hard_silu",
  aliases: ["hard_swish"],
  summary: "x · hard_sigmoid(x).",
  reference: "Howard et al., Searching for MobileNetV3, 2019",
  params: {},
  apply: (ops, _args, x) => ops.mul(x, ops.div(ramp6(ops, ops.add(x, 3)), 6)),
  range: "real",
  examples: ["hard_silu", "hard_swish"],
});
