import type { Ops, Tensor } from "../../tensor/ops.js";
import { known } from "../shape/known.js";
import { floats } from "./error-mean.js";
import { sameRank } from "./same-rank.js";
import type { Thresholds } from "./thresholds.js";

type State = Readonly<Record<string, Tensor>>;

export interface Confusion {
  readonly ops: Ops;
  readonly target: Tensor;
  readonly prediction: Tensor;
  /** [N] or null. */
  readonly weight: Tensor | null;
}

export interface ConfusionOptions {
  readonly thresholds: Thresholds;
  /** Only the k highest outputs of a row can be positive. */
  readonly topK?: number | null;
  /** Only this column. */
  readonly classId?: number | null;
}

/** What Keras replaces outputs by that are not among the k highest. */
export const NEVER_POSITIVE = -1e10;

/**
 * A batch's true and false positives and negatives at each threshold, [T] each, every output of every row counted by
 * its row's weight (Keras's `update_confusion_matrix_variables`). Predictions are positive above the threshold; labels
 * where they are not 0.
 */
export function confusionCounts({ ops, target, prediction, weight }: Confusion, options: ConfusionOptions): State {
  const [labels, scores] = floats(ops, target, prediction);
  const kept = options.topK ? onlyTop(ops, scores, options.topK) : scores;
  const pick = (x: Tensor): Tensor =>
    options.classId === null || options.classId === undefined
      ? x
      : ops.slice(x, [...x.shape.slice(1).map(() => 0), options.classId], [...x.shape.slice(1).map(() => null), 1]);
  const [t, p] = [pick(labels), pick(kept)];
  const flat = (x: Tensor): Tensor => ops.reshape(x, [1, null]);
  const row = weight ? sameRank(ops, t, ops.expandDims(weight, -1), false)[1] : null;
  const w = row ? flat(ops.broadcastLike(row, p)) : flat(ops.onesLike(p));
  const truth = ops.sub(1, ops.cast(ops.equal(flat(t), 0), "float32"));
  const positive = ops.mul(truth, w); // [1, M]
  const negative = ops.mul(ops.sub(1, truth), w);
  const above = ops.cast(abovePerThreshold(ops, flat(p), options.thresholds), "float32"); // [T, M]
  const tp = ops.sum(ops.mul(above, positive), [1]);
  const fp = ops.sum(ops.mul(above, negative), [1]);
  return {
    true_positives: tp,
    false_positives: fp,
    true_negatives: ops.sub(ops.sum(negative), fp),
    false_negatives: ops.sub(ops.sum(positive), tp),
  };
}

/** The named counts added to a metric's state. */
export const addCounts = (ops: Ops, state: State, counts: State): State =>
  Object.fromEntries(Object.entries(state).map(([name, old]) => [name, ops.add(old, counts[name]!)]));

/**
 * [T, M] from [1, M]. Evenly spread thresholds are compared as Keras buckets them, p·(T - 1) > i in float32, so that a
 * prediction on a threshold falls on the same side; with an end below 0 the first threshold admits everything.
 */
function abovePerThreshold(ops: Ops, p: Tensor, { values, even }: Thresholds): Tensor {
  const count = values.length;
  if (!even) return ops.greater(p, ops.constant(values, [count, 1]));
  const first = values[0]! < 0 ? -1 : 0;
  const places = ops.constant(
    values.map((_, i) => (i === 0 ? first : i)),
    [count, 1],
  );
  return ops.greater(ops.mul(ops.clip(p, 0, 1), count - 1), places);
}

function onlyTop(ops: Ops, scores: Tensor, k: number): Tensor {
  const top = ops.sum(ops.oneHot(ops.topK(scores, k).indices, known(scores.shape.at(-1))), [-2]);
  return ops.add(ops.mul(scores, top), ops.mul(NEVER_POSITIVE, ops.sub(1, top)));
}
