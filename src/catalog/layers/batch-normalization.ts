import type { Tensor } from "../../tensor/ops.js";
import { gammaBetaParams, gammaBetaWeights } from "../normalizing/gamma-beta.js";
import { maskedMoments } from "../normalizing/masked-moments.js";
import { alongAxes, moments, normalized, type Moments } from "../../tensor/normalized.js";
import { axesProblem } from "../normalizing/axes-of.js";
import { call, int, number, word } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const batchNormalization = defineLayer({
  name: "batch_normalization",
  keras: "BatchNormalization",
  aliases: ["batch_norm"],
  summary: "Centres and scales each channel: by the batch in training, by running averages afterwards.",
  explain:
    "Allows higher learning rates and regularizes a little. A kernel penalty on the layer before it has little " +
    "meaning (the scale is " +
    ("normalized away), and dropout directly before it disturbs the statistics. `trainable=false` makes it use its " +
      "running averages in ") +
    "training too. Its variance is the biased one, in the running average as well.",
  reference: "Ioffe and Szegedy, Batch normalization, 2015",
  params: {
    axis: int({ doc: "The channels' axis; the rows are axis 0.", default: -1 }),
    momentum: number({ doc: "Part of the running average that stays at each step.", default: 0.99, min: 0, max: 1 }),
    ...gammaBetaParams,
    moving_mean_initializer: word("initializer", { doc: "Start of the running mean.", default: call("zeros") }),
    moving_variance_initializer: word("initializer", { doc: "Start of the running variance.", default: call("ones") }),
  },
  renamed: { beta_init: "beta_initializer", gamma_init: "gamma_initializer" },
  traits: ["normalization", "training_mode"],
  shape: ({ axis }, [x]) => axesProblem(axis, x) ?? x,
  weights: (a, [x]) => {
    const shape = [known(x.at(a.axis))];
    return [
      ...gammaBetaWeights(a, shape),
      { name: "moving_mean", shape, initializer: a.moving_mean_initializer, trainable: false },
      { name: "moving_variance", shape, initializer: a.moving_variance_initializer, trainable: false },
    ];
  },
  masked: (x, mask) =>
    mask.length === x.length - 1
      ? null
      : {
          problem: "leaves out what a mask says, which needs one axis less than the input for that, as in Keras",
          hint: "Let no mask arrive here.",
        },
  forward: ({ ops, args, inputs, masks, weights, training, trainable = true, assign }) => {
    const x = inputs[0];
    const channel = normalizeAxis(args.axis, x.shape.length)!;
    const along = (weight: Tensor | undefined) => (weight ? alongAxes(ops, weight, x.shape, [channel]) : null);
    const affine = { epsilon: args.epsilon, gamma: along(weights["gamma"]), beta: along(weights["beta"]) };
    const before = { mean: weights["moving_mean"]!, variance: weights["moving_variance"]! };
    if (!training || !trainable)
      return normalized(ops, x, { mean: along(before.mean)!, variance: along(before.variance)! }, affine);

    const follow = (average: Tensor, now: Tensor) =>
      ops.stopGradient(
        ops.add(ops.mul(average, args.momentum), ops.mul(ops.reshape(now, average.shape), 1 - args.momentum)),
      );
    const followed = ({ mean, variance }: Moments): void => {
      assign("moving_mean", follow(before.mean, mean));
      assign("moving_variance", follow(before.variance, variance));
    };
    const mask = masks[0] ?? null;
    if (!mask && channel === x.shape.length - 1) {
      const { value, ...batch } = ops.batchNorm(x, affine);
      followed(batch);
      return value;
    }
    const others = x.shape.map((_, i) => i).filter((i) => i !== channel);
    const batch = mask ? maskedMoments(ops, x, mask, others) : moments(ops, x, others);
    followed(batch);
    return normalized(ops, x, batch, affine);
  },
  tfjs: {
    factory: "batchNormalization",
    unused: "moves the averages of frozen layers, ignores masks, and fails to train without gamma or beta",
  },
  examples: ["batch_normalization", "batch_norm momentum=0.9", "batch_normalization scale=false"],
});
