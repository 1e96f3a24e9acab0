import type { Ops, Tensor } from "../../../tensor/ops.js";
import { detached, lengths, oneHot, raw, withGradient, type Tf, type TfTensor } from "./tf.js";

type Constants = Pick<Ops, "scalar" | "constant" | "zerosLike" | "onesLike" | "dimension">;
type Shaping = Pick<
  Ops,
  | "reshape"
  | "transpose"
  | "expandDims"
  | "squeeze"
  | "concat"
  | "stack"
  | "slice"
  | "split"
  | "pad"
  | "tile"
  | "broadcastLike"
  | "reverse"
  | "gather"
  | "oneHot"
  | "matmul"
>;

export function constants(tf: Tf): Constants {
  return {
    scalar: (value, dtype = "float32") => tf.scalar(dtype === "bool" ? value !== 0 : value, dtype),
    constant: (values, shape, dtype = "float32") =>
      tf.tensor(
        dtype === "float32"
          ? Float32Array.from(values)
          : dtype === "int32"
            ? Int32Array.from(values)
            : Uint8Array.from(values),
        [...shape],
        dtype,
      ),
    zerosLike: (x) => detached(tf, () => tf.zerosLike(raw(x))),
    onesLike: (x) => detached(tf, () => tf.onesLike(raw(x))),
    dimension: (x, axis) => tf.scalar(x.shape.at(axis) as number),
  };
}

export function shaping(tf: Tf): Shaping {
  const axis = (x: Tensor, a: number): number => (a < 0 ? a + x.shape.length : a);
  return {
    reshape: (x, shape) => tf.reshape(raw(x), lengths(shape)),
    transpose: (x, permutation) => tf.transpose(raw(x), [...permutation]),
    expandDims: (x, at) => tf.expandDims(raw(x), at < 0 ? at + x.shape.length + 1 : at),
    squeeze: (x, axes) =>
      axes.length === 0
        ? x
        : tf.squeeze(
            raw(x),
            axes.map((a) => axis(x, a)),
          ),
    concat: (xs, at) => tf.concat(xs.map(raw), axis(xs[0]!, at)),
    stack: (xs, at) => tf.stack(xs.map(raw), at < 0 ? at + xs[0]!.shape.length + 1 : at),
    slice: (x, begin, size) =>
      tf.slice(
        raw(x),
        [...begin],
        lengths(size).map((n, i) => (n === -1 ? raw(x).shape[i]! - begin[i]! : n)),
      ),
    split: (x, parts, at) => (parts === 1 ? [x] : tf.split(raw(x), parts, axis(x, at))),
    pad: (x, paddings, value = 0) =>
      paddings.every(([before, after]) => before === 0 && after === 0)
        ? x
        : tf.pad(
            raw(x),
            paddings.map(([before, after]) => [before, after] as [number, number]),
            value,
          ),
    tile: (x, repeats) => tile(tf, raw(x), repeats),
    broadcastLike: (x, like) => {
      const shape = like.shape as number[];
      if (x.dtype === "bool") return detached(tf, () => tf.logicalOr(raw(x), tf.zeros(shape, "bool")));
      return tf.add(raw(x), tf.zeros(shape, x.dtype === "int32" ? "int32" : "float32"));
    },
    reverse: (x, axes) =>
      tf.reverse(
        raw(x),
        axes.map((a) => axis(x, a)),
      ),
    gather: (x, indices, at) => tf.gather(raw(x), raw(indices), axis(x, at)),
    // The wasm kernel writes whole numbers whatever dtype is asked for: made of int32, then cast.
    oneHot: (indices, depth) => detached(tf, () => oneHot(tf, raw(indices), depth)),
    matmul: (a, b, transposeA = false, transposeB = false) => matmul(tf, raw(a), raw(b), transposeA, transposeB),
  };
}

/** TensorFlow.js has the gradient of tile up to four dimensions only. */
function tile(tf: Tf, x: TfTensor, repeats: readonly number[]): TfTensor {
  if (repeats.every((r) => r === 1)) return tf.clone(x);
  if (x.dtype !== "float32") return detached(tf, () => tf.tile(x, [...repeats]));
  // [r0, d0, r1, d1, …] where r > 1
  const split = x.shape.flatMap((d, i) => (repeats[i] === 1 ? [d] : [repeats[i]!, d]));
  const summed: number[] = [];
  let at = 0;
  for (const r of repeats) {
    if (r === 1) at += 1;
    else {
      summed.push(at);
      at += 2;
    }
  }
  return withGradient(
    tf,
    [x],
    (v) => ({ value: tf.tile(v, [...repeats]), saved: [] }),
    (dy) => [tf.reshape(tf.sum(tf.reshape(dy, split), summed), x.shape)],
  );
}

/** Leading axes broadcast by hand: TensorFlow.js's gradient does not sum over those that were repeated. */
function matmul(tf: Tf, a: TfTensor, b: TfTensor, transposeA: boolean, transposeB: boolean): TfTensor {
  if (b.rank === 2 && a.rank > 2 && !transposeA) {
    const rows = tf.reshape(a, [-1, a.shape.at(-1)!]);
    const product = tf.matMul(rows, b, false, transposeB);
    return tf.reshape(product, [...a.shape.slice(0, -1), product.shape[1]!]);
  }
  if (a.rank === 2 && b.rank === 2) return tf.matMul(a, b, transposeA, transposeB);
  const leading = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const spread = (x: TfTensor): TfTensor => {
    const shape = [...leading, ...x.shape.slice(-2)];
    return shape.length === x.rank && shape.every((d, i) => d === x.shape[i]) ? x : tf.add(x, tf.zeros(shape));
  };
  return tf.matMul(spread(a), spread(b), transposeA, transposeB);
}
