import { because } from "../tfjs-unlike.js";
import type { Args } from "../../ir/value.js";
import { quotient, times, unnamed } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { dims } from "../param.js";
import { shapeText } from "../shape/shape-text.js";
import { defineLayer, type ShapeProblem } from "../word.js";

/**
 * Keras's compute_reshape_output_shape: an open length of the target is what is left of the input. Of several, which
 * Keras refuses, all but the last are what the input has in the same place. Where the input has open lengths the
 * product of all has to stay the same, or leave a whole number, whatever they are.
 */
function reshaped(target: readonly (number | null)[], x: Shape): Shape | ShapeProblem {
  const names = `[${target.map((d) => d ?? "none").join(", ")}]`;
  const left = target.lastIndexOf(null);
  const kept = target.map((d, i) => d ?? (i === left ? null : x[i + 1]));
  if (kept.includes(undefined))
    return {
      problem: `cannot arrange ${shapeText(x)} as ${names}, which keeps an axis that is not there`,
      hint: "Of several `none` the last is what is left; the others are what the input leaves open in their places.",
    };
  const lengths = kept as Shape;
  const have = times(...x.slice(1));
  const want = times(...lengths.filter((_, i) => i !== left));
  const rest = quotient(have, want);
  if (rest !== undefined && (left >= 0 || rest === 1))
    return [x[0]!, ...lengths.map((d, i) => (i === left ? rest : d))];
  return {
    ...(left < 0 && { anyway: [[x[0]!, ...target]] }),
    problem:
      `cannot arrange the ${have} values of ${shapeText(x)} as ${names}, which ` +
      `${left >= 0 ? "needs a multiple of" : "holds"} ${want}`,
    hint:
      typeof have === "number"
        ? "The product of the lengths has to stay the same; `none` stands for what is left."
        : "An open length is kept by `none`, which stands for what is left; the others have to divide it.",
  };
}

/** Of several open lengths that are asked for only what the input leaves open is kept: a number can be written. */
function decided(target: readonly (number | null)[], x: Shape): Shape | ShapeProblem {
  const left = target.lastIndexOf(null);
  const written = target.findIndex((d, i) => d === null && i !== left && typeof x[i + 1] === "number");
  return written < 0
    ? reshaped(target, x)
    : {
        problem: `keeps axis ${written + 1} of ${shapeText(x)} by \`none\`, and its length is known`,
        hint: `Write ${x[written + 1]} there: one \`none\` stands for what is left, others for what the input leaves open.`,
      };
}

export const reshape = defineLayer({
  name: "reshape",
  keras: "Reshape",
  summary: "The same values in another arrangement, row by row.",
  params: {
    target_shape: dims({
      doc:
        "New lengths without the batch; `none` stands for what is left. Of several `none` the last does, and each " +
        "other keeps the length that the input leaves open in its place.",
      open: true,
      positional: true,
    }),
  },
  renamed: { dims: "target_shape" },
  mask: "stop",
  shape: ({ target_shape }, [x]) => decided(target_shape, x),
  forward({ ops, args, inputs }) {
    const shape = reshaped(args.target_shape, inputs[0].shape);
    if ("problem" in shape) throw new Error(shape.problem);
    return ops.reshape(inputs[0], shape);
  },
  flops: () => 0,
  tfjs: {
    factory: "reshape",
    unlike: (_, [x]) => because([x.slice(1).some((d) => typeof d !== "number"), "needs to know every length"]),
    // tf.layers does not tell the next layer the length that is left open.
    said: ({ target_shape }, [x]): Args => {
      const shape = reshaped(target_shape, x);
      return "problem" in shape ? {} : { target_shape: unnamed(shape.slice(1)) };
    },
  },
  examples: ["reshape 7x7x64", "reshape [8, 8, 1]", "reshape [none, 64]"],
});
