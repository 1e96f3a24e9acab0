import type { Ops, Tensor } from "../../tensor/ops.js";
import { bool, choice, int, number } from "../param.js";
import { fittedToAspect } from "../shape/aspect.js";
import { known } from "../shape/known.js";
import { sampleWeights, type Interpolation } from "../shape/resize-weights.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const resizing = defineLayer({
  name: "resizing",
  keras: "Resizing",
  summary: "Images of another height and width.",
  explain:
    "Changes the proportions unless crop_to_aspect_ratio cuts the longer side off first or pad_to_aspect_ratio " +
    "fills the shorter one up. " +
    "`antialias` averages when an image gets smaller, where otherwise pixels in between are skipped.",
  params: {
    height: int({ doc: "Height of the result, in pixels.", min: 1, positional: true }),
    width: int({ doc: "Width of the result, in pixels.", min: 1, positional: true }),
    interpolation: choice(["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"], {
      doc: "How new pixels come from old ones.",
      default: "bilinear",
      positional: true,
    }),
    crop_to_aspect_ratio: bool({ doc: "Cuts to the result's proportions first.", default: false }),
    pad_to_aspect_ratio: bool({ doc: "Pads to the result's proportions first.", default: false }),
    fill_mode: choice(["constant"], { doc: "Padding: fill_value, the only way Keras has.", default: "constant" }),
    fill_value: number({ doc: "Value of the padding.", default: 0 }),
    antialias: bool({
      doc: "Averages over what a pixel of the result covers when images get smaller.",
      default: false,
    }),
  },
  check: ({ crop_to_aspect_ratio, pad_to_aspect_ratio }) =>
    crop_to_aspect_ratio && pad_to_aspect_ratio
      ? "takes crop_to_aspect_ratio or pad_to_aspect_ratio, not both; set one of them to false"
      : null,
  mask: "stop",
  shape: ({ height, width }, [x]) =>
    spatialProblem(x, 2, "known") ??
    (x.slice(1).every((d) => typeof d === "number")
      ? [x[0]!, height, width, x[3]!]
      : { problem: "needs images of a known size", hint: "Give the input its height and width." }),
  dtype: () => "float32",
  forward({ ops, args, inputs }) {
    const x = fittedToAspect(ops, ops.cast(inputs[0], "float32"), args);
    return along(ops, along(ops, x, 1, args.height, args), 2, args.width, args);
  },
  tfjs: { factory: "resizing", unused: "takes pixels at other places, and states a shape without the rows" },
  examples: ["resizing 32 32", "resizing 28 28 nearest", "resizing 64 96 crop_to_aspect_ratio antialias"],
});

interface Sampling {
  readonly interpolation: Interpolation | "nearest";
  readonly antialias: boolean;
}

/** One spatial axis (1 or 2) brought to a length. Interpolation is linear and separable: a matrix for each axis. */
function along(ops: Ops, x: Tensor, axis: 1 | 2, length: number, { interpolation, antialias }: Sampling): Tensor {
  const [h, w, c] = x.shape.slice(1).map(known);
  const from = axis === 1 ? h! : w!;
  if (from === length) return x;
  if (interpolation === "nearest") {
    // Single precision, as jax.image.resize computes it: it decides where a centre falls between two pixels.
    const index = Int32Array.from({ length }, (_, i) =>
      Math.floor(Math.fround(Math.fround((i + 0.5) * from) / length)),
    );
    return ops.gather(x, ops.constant(index, [length], "int32"), axis);
  }
  const matrix = ops.constant(sampleWeights(from, length, interpolation, antialias), [length, from]);
  if (axis === 2) return ops.matmul(matrix, x);
  const rows = x.shape[0] ?? null;
  return ops.reshape(ops.matmul(matrix, ops.reshape(x, [rows, h!, w! * c!])), [rows, length, w!, c!]);
}
