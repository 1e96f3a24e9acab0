import type { Ops, Tensor } from "../../tensor/ops.js";
import { orOne } from "../shape/known.js";
import { EPSILON } from "./epsilon.js";

/**
 * Probabilities scaled to sum 1 over the class axis and clipped to [ε, 1-ε], as Keras does before it takes logarithms.
 */
export const classProbabilities = (ops: Ops, output: Tensor, axis: number): Tensor =>
  ops.clip(ops.div(output, ops.sum(output, [axis], true)), EPSILON, 1 - EPSILON);

/** Logarithms of the class probabilities, from scores or from probabilities. */
export const classLogProbabilities = (ops: Ops, output: Tensor, logits: boolean, axis: number): Tensor =>
  logits ? ops.logSoftmax(output, axis) : ops.log(classProbabilities(ops, output, axis));

/** One-hot labels moved towards the uniform distribution over the last axis. */
export const smoothClasses = (ops: Ops, target: Tensor, smoothing: number): Tensor =>
  smoothing === 0 ? target : ops.add(ops.mul(target, 1 - smoothing), smoothing / orOne(target.shape.at(-1)));
