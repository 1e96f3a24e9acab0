import { number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

export const ftrl = defineOptimizer({
  name: "ftrl",
  keras: "Ftrl",
  summary: "Follow the regularized leader: per-weight rates, with an L1 strength that makes weights exactly 0.",
  explain:
    "For large sparse linear models. Its l1_regularization_strength gives true zeros, where an l1 penalty under " +
    "gradient descent only comes near.",
  reference: "McMahan et al. 2013",
  params: {
    learning_rate: learningRate(0.001),
    learning_rate_power: number({
      doc: "How the rate falls with the accumulated squares; -0.5 is their root.",
      default: -0.5,
      max: 0,
      positional: true,
    }),
    initial_accumulator_value: number({ doc: "Start of the sum of squares.", default: 0.1, min: 0, positional: true }),
    l1_regularization_strength: number({
      doc: "Weights whose pull stays below this are 0.",
      default: 0,
      min: 0,
      positional: true,
    }),
    l2_regularization_strength: number({ doc: "Stabilizing L2 strength.", default: 0, min: 0, positional: true }),
    l2_shrinkage_regularization_strength: number({
      doc: "L2 penalty by its gradient.",
      default: 0,
      min: 0,
      positional: true,
    }),
    beta: number({ doc: "The paper's beta.", default: 0, min: 0, positional: true }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (a, shape) => [
    { name: "accumulator", shape, initial: a.initial_accumulator_value },
    { name: "linear", shape, initial: 0 },
  ],
  update: ({ ops, args, learningRate: rate, weight, gradient, slots }) => {
    const power = -args.learning_rate_power;
    const l2 = ops.add(args.l2_regularization_strength, ops.div(args.beta, ops.mul(2, rate)));
    const pulled = ops.add(gradient, ops.mul(2 * args.l2_shrinkage_regularization_strength, weight));
    const accumulator = ops.add(slots["accumulator"]!, ops.square(gradient));
    const grown = ops.pow(accumulator, power);
    const growth = ops.div(ops.sub(grown, ops.pow(slots["accumulator"]!, power)), rate);
    const linear = ops.add(slots["linear"]!, ops.sub(pulled, ops.mul(growth, weight)));
    const quadratic = ops.add(ops.div(grown, rate), ops.mul(2, l2));
    const clipped = ops.clip(linear, -args.l1_regularization_strength, args.l1_regularization_strength);
    return { weight: ops.div(ops.sub(clipped, linear), quadratic), slots: { accumulator, linear } };
  },
  examples: ["ftrl(0.1, l1_regularization_strength=0.01)"],
});
