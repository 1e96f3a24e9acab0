import { maxPoolForward, maxPoolParams, poolRules } from "../pooling/pool.js";
import { defineLayer } from "../word.js";

export const maxPooling1d = defineLayer({
  name: "max_pooling1d",
  keras: "MaxPooling1D",
  aliases: ["max_pool1d"],
  summary: "The largest value of each window over sequences [steps, channels], channel by channel.",
  explain: "Makes the network indifferent to small shifts and its maps smaller. No weights.",
  params: maxPoolParams(1),
  ...poolRules,
  traits: ["beyond_wasm"], // wrong for more than one row
  forward: maxPoolForward,
  tfjs: { factory: "maxPooling1d" },
  examples: ["max_pooling1d 2", "max_pooling1d 3 same strides=2"],
});
