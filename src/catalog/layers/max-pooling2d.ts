import { maxPoolForward, maxPoolParams, poolRules } from "../pooling/pool.js";
import { defineLayer } from "../word.js";

export const maxPooling2d = defineLayer({
  name: "max_pooling2d",
  keras: "MaxPooling2D",
  aliases: ["max_pool2d"],
  summary: "The largest value of each window over images [height, width, channels], channel by channel.",
  explain: "Makes the network indifferent to small shifts and its maps smaller. No weights.",
  params: maxPoolParams(2),
  ...poolRules,
  traits: ["beyond_wasm"], // wrong for more than one row
  forward: maxPoolForward,
  tfjs: { factory: "maxPooling2d" },
  examples: ["max_pooling2d 2", "max_pooling2d 3 same strides=2"],
});
