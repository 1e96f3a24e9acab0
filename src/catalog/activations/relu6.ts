import { defineActivation } from "../word.js";
import { ramp6 } from "./ramp.js";

export const relu6 = defineActivation({
  name: "relu6",
  keras: "relu6",
  summary: "min(max(x, 0), 6).",
  explain: "Bounded, for networks that are quantized later (MobileNet).",
  params: {},
  apply: (ops, _args, x) => ramp6(ops, x),
  tfjs: "relu6",
  range: "nonnegative",
  examples: ["relu6"],
});
