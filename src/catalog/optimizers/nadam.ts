import type { Ops, Tensor } from "../../tensor/ops.js";
import { beta1, beta2, momentSlots, moments, optimizerEpsilon, seen } from "../training/adam-moments.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

/** Momentum of a step: beta_1 · (1 - 0.96^step / 2). */
const schedule = (ops: Ops, beta: number, step: Tensor): Tensor =>
  ops.mul(beta, ops.sub(1, ops.mul(0.5, ops.pow(0.96, step))));

export const nadam = defineOptimizer({
  name: "nadam",
  keras: "Nadam",
  summary: "Adam with Nesterov momentum.",
  explain: "As adam, looking one step ahead.",
  reference: "Dozat 2016",
  params: {
    learning_rate: learningRate(0.001),
    beta_1: beta1,
    beta_2: beta2,
    epsilon: optimizerEpsilon,
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) => momentSlots(shape),
  scalars: () => [{ name: "u_product", shape: [], initial: 1 }],
  advance: (ops, args, step, scalars) => ({
    u_product: ops.mul(scalars["u_product"]!, schedule(ops, args.beta_1, step)),
  }),
  update: (s) => {
    const { ops, args, gradient } = s;
    // Keras rounds Nadam's betas to float32 before it takes them from 1 (Adam's after), which shows in the sixth digit.
    const { momentum, velocity } = moments({
      ...s,
      args: { beta_1: Math.fround(args.beta_1), beta_2: Math.fround(args.beta_2) },
    });
    const now = schedule(ops, args.beta_1, s.step);
    const next = schedule(ops, args.beta_1, ops.add(s.step, 1));
    const product = ops.mul(s.scalars["u_product"]!, now); // scalars are from before this step
    const ahead = ops.div(ops.mul(next, momentum), ops.sub(1, ops.mul(product, next)));
    const here = ops.div(ops.mul(ops.sub(1, now), gradient), ops.sub(1, product));
    const spread = ops.add(ops.sqrt(ops.div(velocity, seen(s, args.beta_2))), args.epsilon);
    return {
      weight: ops.sub(s.weight, ops.div(ops.mul(ops.add(ahead, here), s.learningRate), spread)),
      slots: { momentum, velocity },
    };
  },
  examples: ["nadam"],
});
