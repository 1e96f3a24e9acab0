import type { Tensor } from "../../tensor/ops.js";
import { number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const adadelta = defineOptimizer({
  name: "adadelta",
  keras: "Adadelta",
  summary: "Divides the gradient by its running root mean square and multiplies by that of the steps.",
  explain: "With learning_rate=1 it is the paper's method; Keras's default of 0.001 is slow.",
  reference: "Zeiler 2012, arXiv:1212.5701",
  params: {
    learning_rate: learningRate(0.001),
    rho: number({ doc: "Decay of the running means.", default: 0.95, min: 0, max: 1, positional: true }),
    epsilon: number({ doc: "Keeps the division finite.", default: 1e-7, min: 0, positional: true }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) => [
    { name: "accumulated_grad", shape, initial: 0 },
    { name: "accumulated_delta_var", shape, initial: 0 },
  ],
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const mix = (old: Tensor, now: Tensor): Tensor =>
      ops.add(ops.mul(args.rho, old), ops.mul(1 - args.rho, ops.square(now)));
    const root = (x: Tensor): Tensor => ops.sqrt(ops.add(x, args.epsilon));
    const gradients = mix(slots["accumulated_grad"]!, gradient);
    const delta = ops.neg(ops.div(ops.mul(root(slots["accumulated_delta_var"]!), gradient), root(gradients)));
    return {
      weight: ops.add(weight, ops.mul(rate, delta)),
      slots: { accumulated_grad: gradients, accumulated_delta_var: mix(slots["accumulated_delta_var"]!, delta) },
    };
  },
  examples: ["adadelta", "adadelta(1.0)"],
});
