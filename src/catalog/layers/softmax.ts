import { because } from "../tfjs-unlike.js";
import { valueOf } from "../param.js";
import { normalizeAxis } from "../shape/axis.js";
import { shapeText } from "../shape/shape-text.js";
import type { Shape } from "../../tensor/ops.js";
import { defineLayer } from "../word.js";

export const softmax = defineLayer({
  name: "softmax",
  keras: "Softmax",
  summary: "exp(x) / Σ exp(x): a probability distribution along an axis.",
  explain: "Masked positions get 0, as in Keras, where the mask has the input's shape or broadcasts to it.",
  params: {
    axis: valueOf<number | readonly number[]>(
      { type: "oneOf", of: [{ type: "int" }, { type: "list", of: { type: "int" } }] },
      { doc: "Axis or axes along which the results sum to 1; the rows are axis 0.", default: -1 },
    ),
  },
  shape: ({ axis }, [x]) => {
    const outside = [axis].flat().find((a) => normalizeAxis(a, x.length) === null);
    return outside === undefined
      ? x
      : { problem: `has no axis ${outside}: the input has ${x.length} axes, the rows included` };
  },
  dtype: () => "float32",
  forward: ({ ops, args, inputs, masks }) => {
    const x = ops.cast(inputs[0], "float32");
    const mask = masks[0] ?? null;
    const axes = [args.axis].flat();
    const logits = mask ? ops.where(mask, x, -1e9) : x;
    const shares =
      axes.length === 1 ? ops.softmax(logits, axes[0]!) : ops.exp(ops.sub(logits, ops.logSumExp(logits, axes, true)));
    return mask ? ops.where(mask, shares, 0) : shares;
  },
  masked: (x, mask) =>
    broadcasts(mask, x)
      ? null
      : {
          problem:
            `the mask ${shapeText(mask)} that arrives does not broadcast to ${shapeText(x)}, and Keras fails on ` +
            "that",
          hint: "Apply softmax where no mask arrives, or as the activation of a layer, which does not read masks.",
        },
  tfjs: {
    factory: "softmax",
    differs: ["axis"],
    unlike: (a, [x]) =>
      because(
        [a.axis !== -1, "knows the last axis only"],
        [x.length !== 2, "reads no mask, which a sequence may have"],
      ),
  },
  examples: ["softmax", "softmax axis=1"],
});

const broadcasts = (mask: Shape, x: Shape): boolean =>
  mask.length === x.length && mask.every((d, i) => d === 1 || d === x[i]);
