import { drop } from "../noise/kept.js";
import { noiseSeed } from "../noise/noise-params.js";
import { number } from "../param.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const spatialDropout2d = defineLayer({
  name: "spatial_dropout2d",
  keras: "SpatialDropout2D",
  summary: "Dropout of whole channels of images [height, width, channels].",
  explain:
    "Neighbouring pixels of a channel say nearly the same, so that dropping single ones hides little; a dropped " +
    "channel is gone everywhere. " +
    "For convolutions, after the input or any hidden layer; what is kept is divided by 1 - rate.",
  reference: "Tompson et al., Efficient object localization using convolutional networks, 2015",
  params: {
    rate: number({ doc: "Part of the channels that is set to 0.", min: 0, max: 1, positional: true }),
    seed: noiseSeed,
  },
  renamed: { p: "rate" },
  traits: ["dropout", "training_mode"],
  shape: (_args, [x]) => spatialProblem(x, 2) ?? x,
  forward: ({ ops, args, inputs: [x], training, seed }) =>
    training && args.rate > 0 ? drop(ops, x, [x.shape[0] ?? null, 1, 1, x.shape[3] ?? null], args.rate, seed) : x,
  examples: ["spatial_dropout2d 0.2"],
});
