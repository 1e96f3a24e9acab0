import { bounds, factorParam, factorProblem, rangeProblem, valueRange } from "../augmentation/image-params.js";
import { noiseSeed } from "../noise/noise-params.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const randomBrightness = defineLayer({
  name: "random_brightness",
  keras: "RandomBrightness",
  summary: "In training adds one random number to all pixels of an image.",
  params: {
    factor: factorParam("Bounds of the number, as a part of the value range, from -1 to 1."),
    value_range: valueRange,
    seed: noiseSeed,
  },
  traits: ["augmentation", "training_mode"],
  check: ({ factor, value_range }) => factorProblem(factor, -1, 1) ?? rangeProblem(value_range),
  shape: (_args, [x]) => spatialProblem(x, 2) ?? x,
  mask: "stop",
  forward: ({ ops, args, inputs, training, seed }) => {
    const x = inputs[0];
    if (!training) return x;
    const [lower, upper] = bounds(args.factor, -1);
    const [black, white] = [Math.min(...args.value_range), Math.max(...args.value_range)];
    const shift = ops.add(ops.mul(ops.uniform([x.shape[0] ?? null, 1, 1, 1], seed), upper - lower), lower);
    return ops.clip(ops.add(x, ops.mul(shift, white - black)), black, white);
  },
  examples: ["random_brightness 0.2", "random_brightness [-0.1, 0.3] value_range=[0, 1]"],
});
