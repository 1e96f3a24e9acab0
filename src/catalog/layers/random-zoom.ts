import { deriveSeed } from "../../tensor/random.js";
import { transformed } from "../augmentation/affine.js";
import { factorParam, type Factor } from "../augmentation/image-params.js";
import { drawBetween, movedParams, movedProblem, movedShape, range } from "../augmentation/moved-images.js";
import { valueOf } from "../param.js";
import { known } from "../shape/known.js";
import { defineLayer } from "../word.js";

export const randomZoom = defineLayer({
  name: "random_zoom",
  keras: "RandomZoom",
  summary: "In training zooms each image in or out by a random part.",
  explain:
    "Positive factors zoom out, negative ones in: 0.2 means from 20 % nearer to 20 % farther. Without a " +
    "width_factor height and width " +
    "change alike, so that shapes are kept.",
  params: {
    height_factor: factorParam(
      "Bounds of the change of the height: one number for both directions, or the lower and the upper.",
    ),
    width_factor: valueOf<Factor | null>(
      { type: "oneOf", of: [{ type: "number" }, { type: "list", of: { type: "number" } }] },
      { doc: "Bounds of the change of the width; none: as the height.", default: null, positional: true },
    ),
    ...movedParams,
  },
  traits: ["augmentation", "training_mode"],
  check: ({ height_factor, width_factor }) =>
    movedProblem("height_factor", height_factor, true) ??
    (width_factor === null ? null : movedProblem("width_factor", width_factor, true)),
  shape: (_args, [x]) => movedShape(x),
  dtype: () => "float32",
  forward: ({ ops, args, inputs, training, seed }) => {
    const images = ops.cast(inputs[0], "float32");
    if (!training) return images;
    const zoom = (factor: Factor, name: string) =>
      ops.add(drawBetween(ops, images, range(factor), deriveSeed(seed, name)), 1);
    const tall = zoom(args.height_factor, "height");
    const wide = args.width_factor === null ? tall : zoom(args.width_factor, "width");
    const offset = (size: number, scale: typeof tall) => ops.mul(ops.sub(1, scale), (size - 1) / 2);
    const [height, width] = images.shape.slice(1, 3).map(known);
    return transformed(ops, images, { a: [wide, 0, offset(width!, wide)], b: [0, tall, offset(height!, tall)] }, args);
  },
  examples: ["random_zoom 0.2", "random_zoom 0.2 0.1 fill_mode=nearest"],
});
