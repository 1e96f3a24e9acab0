import { globalMean, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { maskOfSteps } from "../recurrence/recurrent-rules.js";
import { defineLayer } from "../word.js";

export const globalAveragePooling1d = defineLayer({
  name: "global_average_pooling1d",
  keras: "GlobalAveragePooling1D",
  aliases: ["global_avg_pool1d"],
  summary: "The mean over all steps of a sequence, channel by channel; masked steps do not count.",
  explain:
    "Turns a sequence of any length into one vector, after an embedding or convolutions. With a mask (`embedding " +
    "… mask_zero`) the mean is " +
    "over the steps that are there.",
  params: globalPoolParams(),
  ...globalPoolRules(1),
  dtype: () => "float32",
  forward(context) {
    const { ops, args, inputs, masks } = context;
    const mask = masks[0] ?? null;
    if (mask === null) return globalMean(1)(context);
    const wide = ops.expandDims(mask, 2);
    const sum = ops.sum(ops.where(wide, inputs[0], 0), [1], args.keepdims);
    return ops.div(sum, ops.sum(ops.cast(wide, "float32"), [1], args.keepdims));
  },
  masked: maskOfSteps,
  tfjs: { factory: "globalAveragePooling1d", unused: "counts masked steps" },
  examples: ["global_average_pooling1d", "global_average_pooling1d keepdims=true"],
});
