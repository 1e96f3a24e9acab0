import { defineActivation } from "../word.js";
import { ramp6 } from "./ramp.js";

export const hardSigmoid = defineActivation({
  name: "hard_sigmoid",
  keras: "hard_sigmoid",
  summary: "x / 6 + 1/2 within [0, 1].",
  explain: "Keras 3's slope of 1/6; TensorFlow.js and Keras 2 take 0.2, which is another function.",
  params: {},
  apply: (ops, _args, x) => ops.div(ramp6(ops, ops.add(x, 3)), 6),
  range: "probability",
  examples: ["hard_sigmoid"],
});
