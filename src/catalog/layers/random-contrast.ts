import { bounds, factorParam, factorProblem, rangeProblem, valueRange } from "../augmentation/image-params.js";
import { noiseSeed } from "../noise/noise-params.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const randomContrast = defineLayer({
  name: "random_contrast",
  keras: "RandomContrast",
  summary: "In training moves each image's pixels away from or towards their mean, per channel.",
  explain:
    "The contrast is multiplied by a number from 1 - lower to 1 + upper. A single factor f means lower = 0 and " +
    "upper = f, so that " +
    "contrast only grows: that is what Keras computes.",
  params: { factor: factorParam("Bounds of the change, from 0 to 1."), value_range: valueRange, seed: noiseSeed },
  traits: ["augmentation", "training_mode"],
  check: ({ factor, value_range }) => factorProblem(factor, 0, 1) ?? rangeProblem(value_range),
  shape: (_args, [x]) => spatialProblem(x, 2) ?? x,
  mask: "stop",
  forward: ({ ops, args, inputs, training, seed }) => {
    const x = inputs[0];
    if (!training) return x;
    const [lower, upper] = bounds(args.factor, 0);
    const contrast = ops.add(ops.mul(ops.uniform([x.shape[0] ?? null, 1, 1, 1], seed), lower + upper), 1 - lower);
    const mean = ops.mean(x, [1, 2], true);
    return ops.clip(ops.add(ops.mul(ops.sub(x, mean), contrast), mean), args.value_range[0]!, args.value_range[1]!);
  },
  examples: ["random_contrast 0.2", "random_contrast 0.2 value_range=[0, 1]"],
});
