import type { Shape } from "../../tensor/ops.js";
import type { ShapeProblem } from "../word.js";
import { shapeText } from "./shape-text.js";

const axes = ["", "[steps, channels]", "[height, width, channels]", "[depth, height, width, channels]"];
const nouns = ["", "sequences", "images", "volumes"];

/**
 * Why a tensor is not what a layer over `rank` spatial dimensions takes, null when it is. Where one reshape mends it,
 * that is offered: features become a sequence, an image without channels gets one.
 */
export function spatialProblem(x: Shape, rank: number, channels: "known" | "any" = "any"): ShapeProblem | null {
  if (x.length === rank + 2)
    return channels === "known" && typeof x.at(-1) !== "number"
      ? { problem: "needs a known number of channels (the last axis)", hint: "Give the input's last axis a length." }
      : null;
  const problem = `needs ${nouns[rank]} of ${rank + 1} axes ${axes[rank]}, and gets ${shapeText(x)}`;
  const dims = x.slice(1);
  if (dims.length === rank && dims.every((d) => typeof d === "number")) {
    const reshape = `reshape ${[...dims, 1].join("x")}`;
    return {
      problem,
      hint: `If the values are single-channel, add the channel axis with \`${reshape}\`.`,
      insertBefore: reshape,
      mended: [...x, 1],
    };
  }
  if (dims.length < rank + 1)
    return {
      problem,
      hint: `Arrange the values as ${axes[rank]} with \`reshape\`, or declare the input with that shape.`,
    };
  return {
    problem,
    hint:
      dims.length <= 4
        ? `Use the ${dims.length - 1}d form of this layer, or \`reshape\` to ${axes[rank]}.`
        : `Merge axes with \`reshape\` until ${axes[rank]} is left.`,
  };
}
