import type { Ops, Tensor } from "../../tensor/ops.js";
import { bool, number } from "../param.js";
import { checkCommon, commonParams, learningRate, weightDecay } from "../training/optimizer-params.js";
import { defineOptimizer } from "../word.js";

/** The velocity of a matrix from the means of its rows, [… r], and columns, [… c]. */
const outer = (ops: Ops, row: Tensor, column: Tensor): Tensor =>
  ops.mul(ops.expandDims(ops.div(row, ops.mean(row, [-1], true)), -1), ops.expandDims(column, -2));

export const adafactor = defineOptimizer({
  name: "adafactor",
  keras: "Adafactor",
  summary: "Adam's scaling from row and column means only, with steps relative to the weight's size.",
  explain: "Little memory for large matrices. The rate is at most 1 / sqrt(step).",
  reference: "Shazeer & Stern 2018, arXiv:1804.04235",
  params: {
    learning_rate: learningRate(0.001),
    beta_2_decay: number({ doc: "Exponent of the decay of the means.", default: -0.8, max: 0, positional: true }),
    epsilon_1: number({ doc: "Added to the squared gradient.", default: 1e-30, min: 0, positional: true }),
    epsilon_2: number({
      doc: "Smallest size of a weight that steps are relative to.",
      default: 1e-3,
      min: 0,
      positional: true,
    }),
    clip_threshold: number({ doc: "Longest step, as a root mean square.", default: 1, above: 0, positional: true }),
    relative_step: bool({
      doc: "Bound a constant rate by 1 / sqrt(step); Keras 3 bounds it so either way, and so does this.",
      default: true,
    }),
    weight_decay: weightDecay,
    ...commonParams,
  },
  check: checkCommon,
  slots: (_, shape) =>
    shape.length < 2
      ? [{ name: "velocity", shape, initial: 0 }]
      : [
          { name: "row", shape: shape.slice(0, -1), initial: 0 },
          { name: "column", shape: [...shape.slice(0, -2), shape.at(-1)!], initial: 0 },
        ],
  update: ({ ops, args, learningRate: rate, step, weight, gradient, slots }) => {
    const rms = (x: Tensor): Tensor => ops.sqrt(ops.mean(ops.square(x)));
    const size = ops.mul(ops.maximum(rms(weight), args.epsilon_2), ops.minimum(rate, ops.rsqrt(step)));
    const keep = ops.sub(1, ops.pow(step, args.beta_2_decay));
    const mix = (old: Tensor, now: Tensor): Tensor => ops.add(ops.mul(keep, old), ops.mul(ops.sub(1, keep), now));
    const squares = ops.add(ops.square(gradient), args.epsilon_1);
    const next: Record<string, Tensor> =
      weight.shape.length < 2
        ? { velocity: mix(slots["velocity"]!, squares) }
        : { row: mix(slots["row"]!, ops.mean(squares, [-1])), column: mix(slots["column"]!, ops.mean(squares, [-2])) };
    const velocity = next["velocity"] ?? outer(ops, next["row"]!, next["column"]!);
    const move = ops.div(gradient, ops.sqrt(velocity));
    const bounded = ops.div(move, ops.maximum(1, ops.div(rms(move), args.clip_threshold)));
    return { weight: ops.sub(weight, ops.mul(size, bounded)), slots: next };
  },
  examples: ["adafactor"],
});
