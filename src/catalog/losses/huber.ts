import { number } from "../param.js";
import { floats, meanLast } from "../training/error-mean.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss } from "../word.js";

export const huber = defineLoss({
  name: "huber",
  keras: "Huber",
  summary: "Squared error / 2 up to delta, beyond it delta·|error| - delta²/2.",
  explain: "Regression with outliers: near the target it is the mean squared error, far from it the absolute one.",
  reference: "Huber 1964, Robust Estimation of a Location Parameter",
  params: {
    delta: number({
      doc: "Error at which the square becomes a line, in units of the target.",
      default: 1,
      above: 0,
      positional: true,
    }),
    reduction,
  },
  values: ({ ops, args: { delta }, target, prediction }) => {
    const [t, p] = floats(ops, target, prediction);
    const error = ops.sub(p, t);
    const size = ops.abs(error);
    const line = ops.sub(ops.mul(size, delta), 0.5 * delta * delta);
    return meanLast(ops, ops.where(ops.lessEqual(size, delta), ops.mul(0.5, ops.square(error)), line));
  },
  target: "number",
  output: "any",
  examples: ["huber", "huber(0.5)"],
});
