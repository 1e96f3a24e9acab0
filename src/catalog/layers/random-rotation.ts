import { transformed } from "../augmentation/affine.js";
import { factorParam } from "../augmentation/image-params.js";
import { drawBetween, movedParams, movedProblem, movedShape, range } from "../augmentation/moved-images.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const randomRotation = defineLayer({
  name: "random_rotation",
  keras: "RandomRotation",
  summary: "In training turns each image by a random angle around its middle.",
  explain:
    "The factor is a part of a full turn: 0.1 means up to 36 degrees either way, [0, 0.25] up to 90 " +
    "counter-clockwise. Shows the network what " +
    "stays the same when the camera tilts; not for images whose direction matters, such as 6 and 9.",
  params: {
    factor: factorParam(
      "Bounds of the angle in full turns: one number for both directions, or the lower and the upper.",
    ),
    ...movedParams,
  },
  traits: ["augmentation", "training_mode"],
  check: ({ factor }) => movedProblem("factor", factor),
  shape: (_args, [x]) => movedShape(x),
  dtype: () => "float32",
  forward: ({ ops, args, inputs, training, seed }) => {
    const images = ops.cast(inputs[0], "float32");
    if (!training) return images;
    const angle = ops.mul(drawBetween(ops, images, range(args.factor), seed), 2 * Math.PI);
    const [cos, sin] = [ops.cos(angle), ops.sin(angle)];
    const cy = (known(images.shape[1]) - 1) / 2;
    const cx = (known(images.shape[2]) - 1) / 2;
    // Around the middle: what is there stays there.
    const ax = ops.add(ops.sub(cx, ops.mul(cos, cx)), ops.mul(sin, cy));
    const by = ops.sub(ops.sub(cy, ops.mul(sin, cx)), ops.mul(cos, cy));
    return transformed(ops, images, { a: [cos, ops.neg(sin), ax], b: [sin, cos, by] }, args);
  },
  examples: ["random_rotation 0.1", "random_rotation 0.02 fill_mode=constant"],
});
