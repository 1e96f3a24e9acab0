import { choice, number, valueOf } from "../param.js";
import { defineInitializer } from "../word.js";
import { fans, fansOf } from "./fans.js";
import { scaled } from "./scaled.js";
import { seedParam } from "./seed-param.js";

const axes = (doc: string) =>
  valueOf<readonly number[] | null>({ type: "list", of: { type: "int" } }, { doc, default: null });

export const varianceScaling = defineInitializer({
  name: "variance_scaling",
  keras: "VarianceScaling",
  summary: "Spread chosen so that the variance is scale / fan, whatever the shape of the weight.",
  explain: "The general rule of which the glorot, he and lecun initializers are cases.",
  reference: "He et al., Delving deep into rectifiers, 2015",
  params: {
    scale: number({ doc: "Variance times fan.", default: 1, above: 0, positional: true }),
    mode: choice(["fan_in", "fan_out", "fan_avg"], {
      doc: "The fan: inputs of a unit, outputs, or their mean.",
      default: "fan_in",
      positional: true,
    }),
    distribution: choice(["truncated_normal", "untruncated_normal", "uniform", "normal"], {
      doc: "Distribution of the values; normal means truncated_normal, as in Keras.",
      default: "truncated_normal",
      positional: true,
    }),
    seed: seedParam,
    input_axes: axes("Axes of the weight that count as inputs; only together with output_axes."),
    output_axes: axes("Axes of the weight that count as outputs; only together with input_axes."),
  },
  check: ({ input_axes, output_axes }, shape) => {
    const outside = [...(input_axes ?? []), ...(output_axes ?? [])].find(
      (axis) => axis >= shape.length || axis < -shape.length,
    );
    return outside === undefined ? null : `has no axis ${outside}: the weight has ${shape.length}`;
  },
  values: ({ scale, mode, distribution, input_axes, output_axes }, shape, random) =>
    scaled(
      { scale, mode, distribution: distribution === "normal" ? "truncated_normal" : distribution },
      shape,
      random,
      input_axes && output_axes ? fansOf(shape, input_axes, output_axes) : fans(shape),
    ),
  examples: ["variance_scaling(2, fan_out, untruncated_normal)", "variance_scaling(scale=0.1)"],
});
