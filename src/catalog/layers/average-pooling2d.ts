import { because } from "../tfjs-unlike.js";
import { averagePoolForward, averagePoolParams, poolRules } from "../pooling/pool.js";
import { defineLayer } from "../word.js";

export const averagePooling2d = defineLayer({
  name: "average_pooling2d",
  keras: "AveragePooling2D",
  aliases: ["avg_pool2d"],
  summary: "The mean of each window over images [height, width, channels], channel by channel.",
  explain: "Smoother than max pooling: every value counts. Positions that padding added do not count in the mean.",
  params: averagePoolParams(2),
  ...poolRules,
  dtype: () => "float32",
  forward: averagePoolForward,
  // tfjs's gradient divides by the window's full size where Keras's counts the padding out.
  tfjs: {
    factory: "averagePooling2d",
    unlike: ({ padding }) => because([padding !== "valid", "has a gradient that counts the padding"]),
  },
  examples: ["average_pooling2d 2", "average_pooling2d 3 same strides=2"],
});
