import { floats } from "../training/error-mean.js";
import { loggedName } from "../training/logged-name.js";
import { defineMeanMetric } from "../training/mean-metric.js";

export const rootMeanSquaredError = defineMeanMetric({
  name: "root_mean_squared_error",
  keras: "RootMeanSquaredError",
  aliases: ["rmse"],
  summary: "The root of the epoch's mean squared error, in units of the target.",
  params: { name: loggedName("root_mean_squared_error") },
  better: "min",
  masked: false, // Keras's class is no MeanMetricWrapper, which alone looks at masks.
  target: "number",
  values: ({ ops, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    return ops.square(ops.sub(p, t));
  },
  finish: (ops, mean) => ops.sqrt(mean),
  examples: ["root_mean_squared_error"],
});
