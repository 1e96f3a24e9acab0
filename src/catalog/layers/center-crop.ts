import { int } from "../param.js";
import { known } from "../shape/known.js";
import { spatialProblem } from "../shape/spatial-input.js";
import { defineLayer } from "../word.js";

export const centerCrop = defineLayer({
  name: "center_crop",
  keras: "CenterCrop",
  summary: "The middle of each image.",
  params: {
    height: int({ doc: "Height of the result, in pixels.", min: 1, positional: true }),
    width: int({ doc: "Width of the result, in pixels.", min: 1, positional: true }),
  },
  shape: ({ height, width }, [x]) => {
    const problem = spatialProblem(x, 2);
    if (problem) return problem;
    const [rows, h, w, channels] = x;
    if (typeof h !== "number" || typeof w !== "number") return { problem: "needs images of a known size" };
    if (h < height || w < width)
      return {
        problem: `cannot cut ${height}x${width} out of ${h}x${w}`,
        hint: "Keras would enlarge the image first; write that with `resizing`, or choose a smaller crop.",
      };
    return [rows ?? null, height, width, channels ?? null];
  },
  mask: "stop",
  forward: ({ ops, args: { height, width }, inputs: [x] }) => {
    const top = Math.floor((known(x.shape[1]) - height) / 2);
    const left = Math.floor((known(x.shape[2]) - width) / 2);
    return ops.slice(x, [0, top, left, 0], [null, height, width, null]);
  },
  tfjs: { factory: "centerCrop", unused: "begins at another column where one is cut off" },
  examples: ["center_crop 24 24"],
});
