import { kept, noiseShape, noiseShapeProblem } from "../noise/kept.js";
import { noiseSeed } from "../noise/noise-params.js";
import { dims, number } from "../param.js";
import { defineLayer } from "../word.js";

/** What selu approaches far below 0: -1.0507 · 1.6733. */
const saturation = -1.0507009873554805 * 1.6732632423543772;

export const alphaDropout = defineLayer({
  name: "alpha_dropout",
  keras: "AlphaDropout",
  summary: "Dropout for selu: dropped values become selu's lower limit, and mean and variance stay 0 and 1.",
  explain:
    "For hidden layers with `selu` and `lecun_normal` weights, which normalize themselves: plain dropout would " +
    "undo that. After the input " +
    "or any hidden layer, never the output; rates of 0.05 to 0.1 suffice.",
  reference: "Klambauer et al., Self-normalizing neural networks, 2017",
  params: {
    // Keras admits 1 and then divides by 0 at the first step.
    rate: number({ doc: "Part of the values that is dropped.", min: 0, below: 1, positional: true }),
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
  forward: ({ ops, args: { rate, noise_shape }, inputs: [x], training, seed }) => {
    if (!training || rate === 0) return x;
    const a = ((1 - rate) * (1 + rate * saturation ** 2)) ** -0.5;
    const mask = kept(ops, noiseShape(x.shape, noise_shape), rate, seed);
    return ops.add(ops.mul(ops.where(mask, x, saturation), a), -a * saturation * rate);
  },
  tfjs: { factory: "alphaDropout", unused: "takes no seed" },
  examples: ["alpha_dropout 0.1"],
});
