import { globalMean, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { defineLayer } from "../word.js";

export const globalAveragePooling3d = defineLayer({
  name: "global_average_pooling3d",
  keras: "GlobalAveragePooling3D",
  aliases: ["global_avg_pool3d"],
  summary: "The mean over all positions of volumes, channel by channel.",
  explain:
    "The usual end of a convolutional trunk: without weights of its own it overfits less than `flatten` and a " +
    "large `dense`.",
  params: globalPoolParams(),
  ...globalPoolRules(3),
  dtype: () => "float32",
  forward: globalMean(3),
  examples: ["global_average_pooling3d", "global_average_pooling3d keepdims=true"],
});
