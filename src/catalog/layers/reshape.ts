import { because } from "../tfjs-unlike.js";
import type { Args } from "../../ir/value.js";
import { quotient, times, unnamed } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";
import { dims } from "../param.js";
import { shapeText } from "../shape/shape-text.js";
import { defineLayer, type ShapeProblem } from "../word.js";

/**
 * Keras's compute_reshape_output_shape: the one open length of the target is what is left of the input. Where the input
 * has open lengths the product of all has to stay the same, or leave a whole number, whatever they are.
 */
function reshaped(target: readonly (number | null)[], x: Shape): Shape | ShapeProblem {
  const have = times(...x.slice(1));
  const want = target.reduce<number>((n, d) => n * (d ?? 1), 1);
  const rest = quotient(have, want);
  if (rest !== undefined && (target.includes(null) || rest === 1)) return [x[0]!, ...target.map((d) => d ?? rest)];
  const names = `[${target.map((d) => d ?? "none").join(", ")}]`;
  return {
    ...(target.every((d) => d !== null) && { anyway: [[x[0]!, ...target]] }),
    problem:
      `cannot arrange the ${have} values of ${shapeText(x)} as ${names}, which ` +
      `${target.includes(null) ? "needs a multiple of" : "holds"} ${want}`,
    hint:
      typeof have === "number"
        ? "The product of the lengths has to stay the same; `none` in one place stands for what is left."
        : "An open length is kept by `none` in one place, which stands for what is left; the others have to divide it.",
  };
}

export const reshape = defineLayer({
  name: "reshape",
  keras: "Reshape",
  summary: "The same values in another arrangement, row by row.",
  params: {
    target_shape: dims({
      doc: "New lengths without the batch; `none` in one place stands for what is left.",
      open: true,
      positional: true,
    }),
  },
  renamed: { dims: "target_shape" },
  mask: "stop",
  check: ({ target_shape }) =>
    target_shape.filter((d) => d === null).length > 1 ? "target_shape can leave one length open, not several" : null,
  shape: ({ target_shape }, [x]) => reshaped(target_shape, x),
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
