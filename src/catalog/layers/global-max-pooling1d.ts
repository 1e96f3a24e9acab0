import { because } from "../tfjs-unlike.js";
import { globalMax, globalPoolParams, globalPoolRules } from "../pooling/global-pool.js";
import { defineLayer } from "../word.js";

export const globalMaxPooling1d = defineLayer({
  name: "global_max_pooling1d",
  keras: "GlobalMaxPooling1D",
  aliases: ["global_max_pool1d"],
  summary: "The largest value over all positions of sequences, channel by channel.",
  explain: "Asks whether a feature occurs anywhere. Takes maps of any size to one vector without a weight.",
  params: globalPoolParams(),
  ...globalPoolRules(1),
  forward: globalMax(1),
  // tf.layers hands the whole gradient to each of several equal largest values.
  tfjs: {
    factory: "globalMaxPooling1d",
    unlike: ({ keepdims }) => because([keepdims, "ignores keepdims"]),
    exact: () => false,
  },
  examples: ["global_max_pooling1d", "global_max_pooling1d keepdims=true"],
});
