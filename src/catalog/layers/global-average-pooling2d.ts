import { because } from "../tfjs-unlike.js";
import { globalMean, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { defineLayer } from "../word.js";

export const globalAveragePooling2d = defineLayer({
  name: "global_average_pooling2d",
  keras: "GlobalAveragePooling2D",
  aliases: ["global_avg_pool2d"],
  summary: "The mean over all positions of images, channel by channel.",
  explain:
    "The usual end of a convolutional trunk: without weights of its own it overfits less than `flatten` and a " +
    "large `dense`.",
  params: globalPoolParams(),
  ...globalPoolRules(2),
  dtype: () => "float32",
  forward: globalMean(2),
  tfjs: { factory: "globalAveragePooling2d", unlike: ({ keepdims }) => because([keepdims, "ignores keepdims"]) },
  examples: ["global_average_pooling2d", "global_average_pooling2d keepdims=true"],
});
