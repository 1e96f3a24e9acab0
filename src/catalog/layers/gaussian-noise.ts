import { noiseSeed } from "../noise/noise-params.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const gaussianNoise = defineLayer({
  name: "gaussian_noise",
  keras: "GaussianNoise",
  summary: "In training adds normal noise of mean 0.",
  explain:
    "Random augmentation of numbers: after the input it makes a model indifferent to small errors of measurement. " +
    "For standardized features. " +
    "After the input or a hidden layer, never the output.",
  params: {
    stddev: number({ doc: "Standard deviation of the noise, in the input's units.", min: 0, max: 1, positional: true }),
    seed: noiseSeed,
  },
  renamed: { sigma: "stddev" },
  traits: ["noise", "elementwise", "training_mode"],
  shape: (_args, [x]) => x,
  forward: ({ ops, args: { stddev }, inputs: [x], training, seed }) =>
    training && stddev > 0 ? ops.add(x, ops.mul(ops.normal(x.shape, seed), stddev)) : x,
  tfjs: { factory: "gaussianNoise", unused: "takes no seed" },
  examples: ["gaussian_noise 0.1"],
});
