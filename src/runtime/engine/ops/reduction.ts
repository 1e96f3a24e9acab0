import type { Ops, Tensor } from "../../../tensor/ops.js";
import { axesOf, detached, floated, oneHot, raw, withGradient, type Tf, type TfTensor } from "./tf.js";

type Reduction = Pick<
  Ops,
  "sum" | "mean" | "max" | "min" | "prod" | "argMax" | "cumsum" | "softmax" | "logSoftmax" | "logSumExp" | "topK"
>;

export function reduction(tf: Tf): Reduction {
  const logSumExp = (x: TfTensor, axes: number[], keepDims: boolean): TfTensor => {
    const top = detached(tf, () => {
      const max = tf.max(x, axes, true);
      return tf.where(tf.isFinite(max), max, tf.zerosLike(max));
    });
    const kept = tf.add(tf.log(tf.sum(tf.exp(tf.sub(x, top)), axes, true)), top);
    return keepDims ? kept : tf.squeeze(kept, axes);
  };
  return {
    sum: (x, axes, keepDims = false) => tf.sum(raw(x), axesOf(x, axes), keepDims),
    mean: (x, axes, keepDims = false) => tf.mean(floated(raw(x)), axesOf(x, axes), keepDims),
    max: (x, axes, keepDims = false) => extreme(tf, tf.max, raw(x), axesOf(x, axes), keepDims),
    min: (x, axes, keepDims = false) => extreme(tf, tf.min, raw(x), axesOf(x, axes), keepDims),
    prod: (x, axes, keepDims = false) => tf.prod(raw(x), axesOf(x, axes), keepDims),
    argMax: (x, axis) => detached(tf, () => tf.argMax(raw(x), axesOf(x, [axis])[0])),
    // its gradient is wrong on other axes
    cumsum: (x, axis) => onLastAxis(tf, raw(x), axis, (v) => tf.cumsum(v, v.rank - 1)),
    softmax: (x, axis) => onLastAxis(tf, raw(x), axis, (v) => tf.softmax(v)),
    logSoftmax: (x, axis) => tf.sub(raw(x), logSumExp(raw(x), axesOf(x, [axis]), true)),
    logSumExp: (x, axes, keepDims = false) => logSumExp(raw(x), axesOf(x, axes), keepDims),
    topK: (x, k) => topK(tf, raw(x), k),
  };
}

/**
 * Largest or smallest value; TensorFlow.js hands the whole gradient to each of several equals, TensorFlow shares it.
 */
function extreme(tf: Tf, find: Tf["max"], x: TfTensor, axes: number[], keepDims: boolean): TfTensor {
  if (axes.length === 0) return tf.clone(x);
  const kept = withGradient(
    tf,
    [x],
    (v) => {
      const value = find(v, axes, true);
      return { value, saved: [v, value] };
    },
    (dy, [v, value]) => {
      const hit = tf.cast(tf.equal(v!, value!), "float32");
      return [tf.mul(tf.div(hit, tf.sum(hit, axes, true)), dy)];
    },
  );
  return keepDims ? kept : tf.squeeze(kept, axes);
}

/** Runs `f` with `axis` in the last place: TensorFlow.js's softmax knows no other. */
function onLastAxis(tf: Tf, x: TfTensor, axis: number, f: (x: TfTensor) => TfTensor): TfTensor {
  const last = x.rank - 1;
  const at = axis < 0 ? axis + x.rank : axis;
  if (at === last) return f(x);
  const swap = x.shape.map((_, i) => (i === at ? last : i === last ? at : i));
  return tf.transpose(f(tf.transpose(x, swap)), swap);
}

function topK(tf: Tf, x: TfTensor, k: number): { values: Tensor; indices: Tensor } {
  const indices = detached(tf, () => tf.topk(x, k, true).indices);
  const values = withGradient(
    tf,
    [x],
    (v) => {
      const found = tf.topk(v, k, true);
      return { value: found.values, saved: [found.indices, v] };
    },
    (dy, [at, v]) => {
      const hot = oneHot(tf, at!, v!.shape.at(-1)!); // […, k, n]
      return [tf.sum(tf.mul(hot, tf.expandDims(dy, -1)), -2)];
    },
  );
  return { values, indices };
}
