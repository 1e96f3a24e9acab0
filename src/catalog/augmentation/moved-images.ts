import type { Ops, Shape, Tensor } from "../../tensor/ops.js";
import { noiseSeed } from "../noise/noise-params.js";
import { choice, number } from "../param.js";
import { spatialProblem } from "../shape/spatial-input.js";
import type { ShapeProblem } from "../word.js";
import type { Factor } from "./image-params.js";

/** Parameters of the layers that move pixels, after their factors. */
export const movedParams = {
  fill_mode: choice(["reflect", "wrap", "constant", "nearest"], {
    doc: "What is seen beyond the border: the mirrored image, its other side, fill_value, or the border's pixel.",
    default: "reflect",
  }),
  interpolation: choice(["nearest", "bilinear"], {
    doc: "A place between pixels: the nearest pixel, or a mix of the four around.",
    default: "bilinear",
  }),
  seed: noiseSeed,
  fill_value: number({ doc: "Value beyond the border where fill_mode is constant.", default: 0 }),
};

/** Pixels are read one by one, so that the images' size has to be known. */
export const movedShape = (x: Shape): Shape | ShapeProblem =>
  spatialProblem(x, 2, "known") ??
  (x.slice(1).every((d) => typeof d === "number")
    ? x
    : {
        problem: "needs images of a known size",
        hint: "Give the input its height and width, or write `resizing` above.",
      });

/** A number a row in [low, high) as [N, 1, 1], drawn anew at each training step. */
export const drawBetween = (ops: Ops, images: Tensor, [low, high]: readonly [number, number], seed: number): Tensor =>
  ops.add(ops.mul(ops.uniform([images.shape[0] ?? null, 1, 1], seed), high - low), low);

/** f means -f … f; two numbers are taken in ascending order. */
export const range = (factor: Factor): readonly [number, number] =>
  typeof factor === "number" ? [-Math.abs(factor), Math.abs(factor)] : [Math.min(...factor), Math.max(...factor)];

/** Why a factor of that name is none: it has to be one number or two, from -1 to 1. Null when it is one. */
export function movedProblem(name: string, factor: Factor, above = false): string | null {
  const ends = [factor].flat();
  if (typeof factor !== "number" && ends.length !== 2)
    return `${name} has to be one number or a list of two, the lower and the upper`;
  const fits = ends.every((f) => f <= 1 && (above ? f > -1 : f >= -1));
  return fits ? null : `${name} has to be ${above ? "above" : "at least"} -1 and at most 1 (${ends.join(", ")})`;
}
