import { noiseSeed } from "../noise/noise-params.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const gaussianDropout = defineLayer({
  name: "gaussian_dropout",
  keras: "GaussianDropout",
  summary: "In training multiplies by normal noise of mean 1 and variance rate / (1 - rate).",
  explain:
    "The noise has dropout's mean and variance, but nothing becomes exactly 0, and nothing has to be rescaled. As " +
    "`dropout` after the input " +
    "or any hidden layer, never the output.",
  reference: "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014",
  params: {
    // Keras admits 1 and then divides by 0 at the first step.
    rate: number({ doc: "Dropout rate of the same variance.", min: 0, below: 1, positional: true }),
    seed: noiseSeed,
  },
  renamed: { p: "rate" },
  traits: ["noise", "elementwise", "training_mode"],
  shape: (_args, [x]) => x,
  forward: ({ ops, args: { rate }, inputs: [x], training, seed }) =>
    training && rate > 0 ? ops.mul(x, ops.add(ops.mul(ops.normal(x.shape, seed), Math.sqrt(rate / (1 - rate))), 1)) : x,
  tfjs: { factory: "gaussianDropout", unused: "takes no seed" },
  examples: ["gaussian_dropout 0.3"],
});
