import { because } from "../tfjs-unlike.js";
import { globalMax, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { defineLayer } from "../word.js";

export const globalMaxPooling2d = defineLayer({
  name: "global_max_pooling2d",
  keras: "GlobalMaxPooling2D",
  aliases: ["global_max_pool2d"],
  summary: "The largest value over all positions of images, channel by channel.",
  explain: "Asks whether a feature occurs anywhere. Takes maps of any size to one vector without a weight.",
  params: globalPoolParams(),
  ...globalPoolRules(2),
  forward: globalMax(2),
  // tf.layers hands the whole gradient to each of several equal largest values.
  tfjs: {
    factory: "globalMaxPooling2d",
    unlike: ({ keepdims }) => because([keepdims, "ignores keepdims"]),
    exact: () => false,
  },
  examples: ["global_max_pooling2d", "global_max_pooling2d keepdims=true"],
});
