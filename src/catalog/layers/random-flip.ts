import { noiseSeed } from "../noise/noise-params.js";
import { choice } from "../param.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const randomFlip = defineLayer({
  name: "random_flip",
  keras: "RandomFlip",
  summary: "In training mirrors half of the images, chosen anew at each step.",
  explain:
    "One draw an image decides, for both directions together, as in Keras. Not for images whose mirror image " +
    "means something else, such as digits.",
  params: {
    mode: choice(["horizontal_and_vertical", "horizontal", "vertical"], {
      doc: "Left to right, upside down, or both at once.",
      default: "horizontal_and_vertical",
      positional: true,
    }),
    seed: noiseSeed,
  },
  traits: ["augmentation", "training_mode"],
  shape: (_args, [x]) => spatialProblem(x, 2) ?? x,
  mask: "stop",
  forward: ({ ops, args, inputs, training, seed }) => {
    const x = inputs[0];
    if (!training) return x;
    const chosen = ops.lessEqual(ops.uniform([x.shape[0] ?? null, 1, 1, 1], seed), 0.5);
    const axes = args.mode === "horizontal" ? [2] : args.mode === "vertical" ? [1] : [1, 2];
    return ops.where(chosen, ops.reverse(x, axes), x);
  },
  examples: ["random_flip horizontal", "random_flip"],
});
