import { deriveSeed } from "../../tensor/random.js";
import { transformed } from "../augmentation/affine.js";
import { factorParam } from "../augmentation/image-params.js";
import { drawBetween, movedParams, movedProblem, movedShape, range } from "../augmentation/moved-images.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const randomTranslation = defineLayer({
  name: "random_translation",
  keras: "RandomTranslation",
  summary: "In training shifts each image by a random part of its height and width.",
  explain:
    "0.1 means up to a tenth either way; of two numbers the lower is up or left where it is negative. Cheap help " +
    "against overfitting on images.",
  params: {
    height_factor: factorParam("Bounds of the vertical shift in parts of the height; positive is down."),
    width_factor: factorParam("Bounds of the horizontal shift in parts of the width; positive is to the right."),
    ...movedParams,
  },
  traits: ["augmentation", "training_mode"],
  check: ({ height_factor, width_factor }) =>
    movedProblem("height_factor", height_factor) ?? movedProblem("width_factor", width_factor),
  shape: (_args, [x]) => movedShape(x),
  dtype: () => "float32",
  forward: ({ ops, args, inputs, training, seed }) => {
    const images = ops.cast(inputs[0], "float32");
    if (!training) return images;
    const down = ops.mul(
      drawBetween(ops, images, range(args.height_factor), deriveSeed(seed, "height")),
      known(images.shape[1]),
    );
    const right = ops.mul(
      drawBetween(ops, images, range(args.width_factor), deriveSeed(seed, "width")),
      known(images.shape[2]),
    );
    return transformed(ops, images, { a: [1, 0, ops.neg(right)], b: [0, 1, ops.neg(down)] }, args);
  },
  examples: ["random_translation 0.1 0.1", "random_translation 0.1 0.2 fill_mode=nearest"],
});
