import { globalMax, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { defineLayer } from "../word.js";

export const globalMaxPooling3d = defineLayer({
  name: "global_max_pooling3d",
  keras: "GlobalMaxPooling3D",
  aliases: ["global_max_pool3d"],
  summary: "The largest value over all positions of volumes, channel by channel.",
  explain: "Asks whether a feature occurs anywhere. Takes maps of any size to one vector without a weight.",
  params: globalPoolParams(),
  ...globalPoolRules(3),
  forward: globalMax(3),
  examples: ["global_max_pooling3d", "global_max_pooling3d keepdims=true"],
});
