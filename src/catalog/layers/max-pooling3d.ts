import { maxPoolForward, maxPoolParams, poolRules } from "../pooling/pool.js";
import { defineLayer } from "../word.js";

export const maxPooling3d = defineLayer({
  name: "max_pooling3d",
  keras: "MaxPooling3D",
  aliases: ["max_pool3d"],
  summary: "The largest value of each window over volumes [depth, height, width, channels], channel by channel.",
  explain: "Makes the network indifferent to small shifts and its maps smaller. No weights.",
  params: maxPoolParams(3),
  ...poolRules,
  traits: ["beyond_wasm"], // wrong for more than one row
  forward: maxPoolForward,
  tfjs: {
    factory: "maxPooling3d",
    // Its gradient goes whole to everything within 1e-5 of the largest, and on wasm the windows of `same` start
    // elsewhere.
    exact: () => false,
  },
  examples: ["max_pooling3d 2", "max_pooling3d 3 same strides=2"],
});
