import type { Ops, Tensor } from "../../tensor/ops.js";
import type { LossContext } from "../word.js";
import { sameRank } from "./same-rank.js";

/**
 * A loss that is the mean over the last axis of a function of target and prediction, brought to one rank and to float32
 * first.
 */
export const meanOver =
  (f: (ops: Ops, target: Tensor, prediction: Tensor) => Tensor) =>
  ({ ops, target, prediction }: LossContext<unknown>): Tensor =>
    meanLast(ops, f(ops, ...floats(ops, target, prediction)));

/** Both as float32 of the same rank. */
export const floats = (ops: Ops, target: Tensor, prediction: Tensor): readonly [Tensor, Tensor] =>
  sameRank(ops, target.dtype === "float32" ? target : ops.cast(target, "float32"), prediction);

/** Mean over the last axis. */
export const meanLast = (ops: Ops, x: Tensor): Tensor => ops.mean(x, [-1]);
