import type { WordCall } from "../../ir/value.js";
import type { Ops, Tensor } from "../../tensor/ops.js";
import { wordNamed } from "../lookup.js";
import type { Reduction } from "./loss-params.js";
import { reduceLoss } from "./reduce-loss.js";

/** What a loss of one output is computed from. */
export interface LossInput {
  readonly ops: Ops;
  readonly loss: WordCall;
  readonly target: Tensor;
  readonly prediction: Tensor;
  /** [N] row weights (class weights multiplied in), null: all 1. */
  readonly weight: Tensor | null;
  /** The prediction's Keras mask, bool; null: all positions count. */
  readonly mask: Tensor | null;
}

/** The scalar loss of one output on one batch, as Keras's `Loss.__call__`: values, both masks, weights, reduction. */
export function computeLoss({ ops, loss, target, prediction, weight, mask }: LossInput): Tensor {
  const word = wordNamed("loss", loss.word);
  const context = { ops, args: loss.args, target, prediction };
  const values = word.values(context);
  const own = word.mask?.(context) ?? null;
  const both = own && mask ? ops.and(own, mask) : (own ?? mask);
  return reduceLoss(ops, values, weight, both, (loss.args["reduction"] ?? "sum_over_batch_size") as Reduction);
}
