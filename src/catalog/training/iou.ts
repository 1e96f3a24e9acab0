import type { Ops, Tensor } from "../../tensor/ops.js";
import type { StateSpec } from "../word.js";
import { EPSILON } from "./epsilon.js";

type State = Readonly<Record<string, Tensor>>;

export const iouState = (classes: number): readonly StateSpec[] => [
  { name: "total_confusion_matrix", shape: [classes, classes], initial: 0 },
];

/** A batch in class numbers. */
interface IouBatch {
  readonly ops: Ops;
  readonly target: Tensor;
  readonly prediction: Tensor;
  readonly weight: Tensor | null;
}

/**
 * Adds a batch to the confusion matrix, [target, prediction]. Class numbers outside are left out. Weights lose their
 * fraction: Keras counts in whole numbers here.
 */
export function iouUpdate(
  { ops, target, prediction, weight }: IouBatch,
  state: State,
  classes: number,
  ignored: number | null,
): State {
  const flat = (x: Tensor): Tensor => ops.reshape(ops.cast(x, "int32"), [null]);
  const [t, p] = [flat(target), flat(prediction)];
  const truth = ops.oneHot(t, classes); // [M, C]; zeros for classes outside
  const counted =
    ignored === null ? truth : ops.mul(truth, ops.expandDims(ops.cast(ops.not(ops.equal(t, ignored)), "float32"), -1));
  const spread = (w: Tensor): Tensor => {
    const rows = ops.reshape(w, [null, ...prediction.shape.slice(1).map(() => 1)]);
    return ops.expandDims(flat(ops.broadcastLike(rows, ops.cast(prediction, "float32"))), -1);
  };
  const weighted = weight ? ops.mul(counted, ops.cast(spread(weight), "float32")) : counted;
  const matrix = ops.matmul(weighted, ops.oneHot(p, classes), true, false);
  return { total_confusion_matrix: ops.add(state["total_confusion_matrix"]!, matrix) };
}

/** Mean over the given classes, of those that occur, of intersection / union. */
export function iouResult(ops: Ops, state: State, classes: number, chosen: readonly number[]): Tensor {
  const matrix = state["total_confusion_matrix"]!;
  const diagonal = Float32Array.from({ length: classes * classes }, (_, i) => (i % (classes + 1) === 0 ? 1 : 0));
  const hits = ops.sum(ops.mul(matrix, ops.constant(diagonal, [classes, classes])), [1]);
  const union = ops.sub(ops.add(ops.sum(matrix, [0]), ops.sum(matrix, [1])), hits);
  const asked = ops.constant(
    Float32Array.from({ length: classes }, (_, c) => chosen.filter((id) => id === c).length),
    [classes],
  );
  const present = ops.mul(asked, ops.cast(ops.greater(union, 1e-9), "float32"));
  return ops.div(ops.sum(ops.mul(present, ops.div(hits, ops.add(union, EPSILON)))), ops.add(ops.sum(present), EPSILON));
}
