import { dataFormat } from "../convolution/conv-params.js";
import { choice, size } from "../param.js";
import { enlargedShape } from "../shape/enlarged-shape.js";
import { known, volume } from "../shape/known.js";
import { repeatAxis } from "../shape/repeat-axis.js";
import { resizeWeights } from "../shape/resize-weights.js";
import { defineLayer } from "../word.js";

export const upSampling2d = defineLayer({
  name: "up_sampling2d",
  keras: "UpSampling2D",
  summary: "Enlarges images [height, width, channels] by whole factors.",
  explain:
    "`nearest` repeats pixels; the others interpolate between pixel centres. Has no weights: follow it with a " +
    "convolution where the network " +
    "should learn how to fill in.",
  params: {
    size: size(2, { doc: "Factors of height and width.", default: 2, positional: true }),
    data_format: dataFormat(),
    interpolation: choice(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"], {
      doc: "How new pixels come from old ones.",
      default: "nearest",
      positional: true,
    }),
  },
  mask: "stop",
  shape: ({ size: factors, interpolation }, [x]) => {
    const open = interpolation !== "nearest" && x.length === 4 && x.slice(1).some((d) => typeof d !== "number");
    return open
      ? {
          problem: `needs images of a known size to interpolate with ${interpolation}`,
          hint: "Give the input its height and width, or leave interpolation at nearest.",
        }
      : enlargedShape(factors, x);
  },
  forward({ ops, args: { size: factors, interpolation }, inputs }) {
    const x = inputs[0];
    const [fh, fw] = [factors[0]!, factors[1]!];
    if (interpolation === "nearest") return repeatAxis(ops, repeatAxis(ops, x, 1, fh), 2, fw);
    // Interpolation is linear and separable: one matrix for the rows of pixels, one for the columns.
    const [rows, h, w, c] = [x.shape[0]!, known(x.shape[1]), known(x.shape[2]), known(x.shape[3])];
    const down = ops.constant(resizeWeights(h, fh, interpolation), [h * fh, h]);
    const across = ops.constant(resizeWeights(w, fw, interpolation), [w * fw, w]);
    const tall = ops.reshape(ops.matmul(down, ops.reshape(x, [rows, h, w * c])), [rows, h * fh, w, c]);
    return ops.matmul(across, tall);
  },
  flops: ({ interpolation }, [x], out) =>
    interpolation === "nearest" ? 0 : 2 * volume(out.slice(1)) * (volume(x.slice(1, 2)) + volume(x.slice(2, 3))),
  tfjs: { factory: "upSampling2d", unused: "interpolates at other places than Keras" },
  examples: ["up_sampling2d 2", "up_sampling2d 2 bilinear", "up_sampling2d 2x3"],
});
