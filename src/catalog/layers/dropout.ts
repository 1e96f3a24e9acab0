import { drop, noiseShape, noiseShapeProblem } from "../noise/kept.js";
import { noiseSeed } from "../noise/noise-params.js";
import { dims, number } from "../param.js";
import { defineLayer } from "../word.js";

export const dropout = defineLayer({
  name: "dropout",
  keras: "Dropout",
  summary: "In training sets a random part of the values to 0 and scales the rest up; otherwise does nothing.",
  explain:
    "No unit can rely on a particular other one, which works like training many thinner networks at once. It may " +
    "follow the input and any " +
    ("hidden layer, but never the output layer, whose values are the answer. Usual rates are 0.2 after the input " +
      "and up to 0.5 between ") +
    ("dense layers; not directly before batch normalization. Kept values are divided by 1 - rate, so that their " +
      "sum stays what it is on ") +
    "average and nothing has to be rescaled afterwards. A new mask is drawn for every row at every training step.",
  reference: "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014",
  params: {
    rate: number({ doc: "Part of the values that is set to 0.", min: 0, max: 1, positional: true }),
    noise_shape: dims({
      doc: "Shape of the mask, the rows first: 1 shares the draw along that axis, none takes the input's length.",
      default: null,
      open: true,
    }),
    seed: noiseSeed,
  },
  renamed: { p: "rate" },
  traits: ["dropout", "elementwise", "training_mode"],
  shape: ({ noise_shape }, [x]) => noiseShapeProblem(x, noise_shape) ?? x,
  forward: ({ ops, args, inputs: [x], training, seed }) =>
    training && args.rate > 0 ? drop(ops, x, noiseShape(x.shape, args.noise_shape), args.rate, seed) : x,
  tfjs: { factory: "dropout", unused: "draws the same mask at every step where it has a seed" },
  examples: ["dropout 0.5", "dropout 0.2 noise_shape=[none, 1, none]"],
});
