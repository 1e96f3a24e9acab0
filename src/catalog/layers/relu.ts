import { because } from "../tfjs-unlike.js";
import { rectified, type Rectifier } from "../activations/rectified.js";
import { number } from "../param.js";
import { defineLayer } from "../word.js";

export const relu = defineLayer({
  name: "relu",
  keras: "ReLU",
  summary: "max(x, 0), if wanted with a maximum, a slope below and a threshold.",
  explain: "Without arguments the activation relu as a layer of its own: behind batch normalization, for instance.",
  params: {
    max_value: number({ doc: "Largest result; none: no limit.", default: null, min: 0, positional: true }),
    negative_slope: number({ doc: "Slope below the threshold.", default: 0, min: 0 }),
    threshold: number({ doc: "Results below this input are 0 (or follow the slope).", default: 0, min: 0 }),
  },
  renamed: { alpha: "negative_slope", theta: "threshold" },
  traits: ["elementwise"],
  shape: (_args, [x]) => x,
  dtype: (args, [x]) => (isPlain(args) ? x : "float32"),
  forward: ({ ops, args, inputs: [x] }) => rectified(ops, args, isPlain(args) ? x : ops.cast(x, "float32")),
  tfjs: {
    factory: "reLU",
    unlike: (a) =>
      because(
        [a.negative_slope !== 0, "has no negative_slope"],
        [a.threshold !== 0, "has no threshold"],
        // Keras takes relu6.
        [a.max_value === 6, "has the gradient 1 at 6, where Keras's is 0"],
      ),
  },
  examples: ["relu", "relu 6", "relu { negative_slope: 0.1 }"],
});

/** Of whole numbers that gives whole numbers. */
const isPlain = (a: Rectifier): boolean => a.negative_slope === 0 && a.max_value === null && a.threshold === 0;
