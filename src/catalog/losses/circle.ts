import type { Tensor } from "../../tensor/ops.js";
import { bool, number } from "../param.js";
import { reduction } from "../training/loss-params.js";
import { defineLoss, type LossContext } from "../word.js";

interface CircleArgs {
  readonly gamma: number;
  readonly margin: number;
  readonly remove_diagonal: boolean;
}

/** Stands for minus infinity: far below every score, yet without the NaN that infinities leave in gradients. */
const NEVER = -1e30;

/** [N]: softplus(log Σ over same-class pairs + log Σ over other pairs) of each row against the whole batch. */
function circleValues({
  ops,
  args: { gamma, margin, remove_diagonal },
  target,
  prediction,
}: LossContext<CircleArgs>): Tensor {
  const labels = ops.reshape(ops.cast(target, "float32"), [null, 1]);
  const same = ops.equal(labels, ops.transpose(labels, [1, 0]));
  const place = ops.cumsum(ops.onesLike(labels), 0); // 1 … N, for the diagonal
  const positive = remove_diagonal ? ops.and(same, ops.not(ops.equal(place, ops.transpose(place, [1, 0])))) : same;
  const negative = ops.not(same);
  const distance = ops.maximum(ops.sub(1, ops.matmul(prediction, prediction, false, true)), 0);
  const pull = ops.mul(ops.maximum(ops.add(distance, margin), 0), ops.sub(margin, distance));
  const push = ops.mul(ops.maximum(ops.sub(1 + margin, distance), 0), ops.sub(1 - margin, distance));
  const positives = ops.logSumExp(ops.where(positive, ops.mul(pull, -gamma), NEVER), [1]);
  const negatives = ops.logSumExp(ops.where(negative, ops.mul(push, gamma), NEVER), [1]);
  return ops.softplus(ops.add(positives, negatives));
}

export const circle = defineLoss({
  name: "circle",
  keras: "Circle",
  summary: "Circle loss of embeddings: pulls rows of one class together and pushes the others apart, within the batch.",
  explain:
    "For metric learning. The output is an embedding of length 1 (`unit_normalization` as the last layer); labels " +
    "are class numbers.",
  reference: "Sun et al. 2020, arXiv:2002.10857",
  params: {
    gamma: number({ doc: "Scale of the similarities.", default: 80, above: 0, positional: true }),
    margin: number({ doc: "Relaxation: how far apart is far enough.", default: 0.4, min: 0, max: 1, positional: true }),
    remove_diagonal: bool({ doc: "A row is no partner of itself.", default: true }),
    reduction,
  },
  values: circleValues,
  mask: (context) => context.ops.greater(circleValues(context), 0),
  fits: (_, output) =>
    output.length === 2 ? null : "it compares rows of one embedding each, and the output has further axes",
  target: "index",
  output: "any",
  examples: ["circle", "circle(64, 0.3)"],
});
