import type { ConvOptions, Ops, Padding } from "../../../tensor/ops.js";
import { explicitPads, type Pads } from "../../../tensor/shapes/windows.js";
import { detached, raw, withGradient, type Tf, type TfTensor } from "./tf.js";

type Convolution = Pick<Ops, "conv" | "convTranspose" | "depthwiseConv" | "maxPool" | "avgPool">;

/**
 * Convolutions and pooling in one, two and three spatial dimensions. Two reductions keep them few and their gradients
 * right: one dimension is two with a height of 1, and every padding is explicit zeros before a `valid` operation. A
 * dilated filter is the filter with zeros written between its entries: TensorFlow.js has no gradient of dilated
 * convolutions.
 */
export function convolution(tf: Tf): Convolution {
  return {
    conv: (x, filter, options) => {
      const kernel = dilate(tf, raw(filter), options.dilations);
      const padded = padSpatial(tf, raw(x), explicit(raw(x), kernel, options.strides, options.padding));
      const groups = options.groups ?? 1;
      if (groups === 1) return convValid(tf, padded, kernel, options.strides);
      const inputs = tf.split(padded, groups, padded.rank - 1);
      const kernels = tf.split(kernel, groups, kernel.rank - 1);
      return tf.concat(
        inputs.map((part, i) => convValid(tf, part, kernels[i]!, options.strides)),
        padded.rank - 1,
      );
    },
    convTranspose: (x, filter, options) => {
      const kernel = dilate(tf, raw(filter), options.dilations);
      const outputSize = options.outputSize as readonly number[];
      const pads = explicitPads(outputSize, kernel.shape, options.strides, options.padding)!;
      const full = convTransposeValid(tf, raw(x), kernel, options.strides);
      return window(
        tf,
        full,
        pads.map(([before]) => before),
        outputSize,
      );
    },
    depthwiseConv: (x, filter, options) => {
      const kernel = dilate(tf, raw(filter), options.dilations);
      const padded = padSpatial(tf, raw(x), explicit(raw(x), kernel, options.strides, options.padding));
      return depthwiseValid(tf, padded, kernel, options.strides);
    },
    maxPool: (x, { size, strides, padding }) => maxPool(tf, raw(x), size, strides, padding),
    avgPool: (x, { size, strides, padding }) => avgPool(tf, raw(x), size, strides, padding),
  };
}

const spatial = (x: TfTensor): number[] => x.shape.slice(1, -1);

const explicit = (x: TfTensor, kernel: TfTensor, strides: readonly number[], padding: Padding): Pads =>
  explicitPads(spatial(x), kernel.shape, strides, padding)!;

const padSpatial = (tf: Tf, x: TfTensor, pads: Pads): TfTensor =>
  pads.every(([before, after]) => before === 0 && after === 0)
    ? x
    : tf.pad(x, [[0, 0], ...pads.map(([before, after]) => [before, after] as [number, number]), [0, 0]]);

/** [k, …, C, F] → [(k - 1)·d + 1, …, C, F] with zeros between. */
function dilate(tf: Tf, filter: TfTensor, dilations: ConvOptions["dilations"]): TfTensor {
  if (dilations.every((d) => d === 1)) return filter;
  const sizes = filter.shape.slice(0, dilations.length);
  return sizes.reduce<TfTensor>((kernel, k, axis) => {
    const d = dilations[axis]!;
    if (d === 1 || k === 1) return kernel;
    const before = kernel.shape.slice(0, axis).reduce((n, s) => n * s, 1);
    const after = kernel.shape.slice(axis + 1).reduce((n, s) => n * s, 1);
    const spaced = tf.pad(tf.reshape(kernel, [before, k, 1, after]), [
      [0, 0],
      [0, 0],
      [0, d - 1],
      [0, 0],
    ]); // [before, k, d, after]
    const cut = tf.slice(tf.reshape(spaced, [before, k * d, after]), [0, 0, 0], [before, (k - 1) * d + 1, after]);
    return tf.reshape(cut, [...kernel.shape.slice(0, axis), (k - 1) * d + 1, ...kernel.shape.slice(axis + 1)]);
  }, filter);
}

/** Inserts a height of 1 where there is only a width. */
const flat = (tf: Tf, x: TfTensor): TfTensor => tf.expandDims<TfTensor>(x, 1);
const unflat = (tf: Tf, x: TfTensor): TfTensor => tf.squeeze(x, [1]);
const pair = (n: readonly number[]): [number, number] => (n.length === 1 ? [n[0]!, n[0]!] : [n[0]!, n[1]!]);
const triple = (n: readonly number[]): [number, number, number] => [n[0]!, n[1]!, n[2]!];

function convValid(tf: Tf, x: TfTensor, filter: TfTensor, strides: readonly number[]): TfTensor {
  if (x.rank === 3)
    return unflat(tf, tf.conv2d(flat(tf, x) as never, tf.expandDims<never>(filter, 0), pair(strides), "valid"));
  if (x.rank === 4) return tf.conv2d(x as never, filter as never, pair(strides), "valid");
  return tf.conv3d(x as never, filter as never, triple(strides), "valid");
}

/** Of every place the filter touches: size (n - 1)·stride + kernel. */
function convTransposeValid(tf: Tf, x: TfTensor, filter: TfTensor, strides: readonly number[]): TfTensor {
  const rank = strides.length;
  const sizes = spatial(x).map((n, i) => (n - 1) * strides[i]! + filter.shape[i]!);
  const features = filter.shape[rank]!;
  const rows = x.shape[0];
  if (rank === 1) {
    const y = tf.conv2dTranspose(
      flat(tf, x) as never,
      tf.expandDims<never>(filter, 0),
      [rows, 1, sizes[0]!, features],
      pair(strides),
      "valid",
    );
    return unflat(tf, y);
  }
  if (rank === 2)
    return tf.conv2dTranspose(
      x as never,
      filter as never,
      [rows, sizes[0]!, sizes[1]!, features],
      pair(strides),
      "valid",
    );
  const step = triple(strides);
  return withGradient(
    tf,
    [x, filter],
    (v, f) => ({
      value: tf.conv3dTranspose(
        v as never,
        f as never,
        [rows, sizes[0]!, sizes[1]!, sizes[2]!, features],
        step,
        "valid",
      ),
      saved: [v, f],
    }),
    (dy, [v, f]) => [
      tf.conv3d(dy as never, f as never, step, "valid"),
      tf
        .engine()
        .runKernel<TfTensor>(
          "Conv3DBackpropFilterV2",
          { x: dy, dy: v! },
          { strides: step, pad: "valid", filterShape: f!.shape },
        ),
    ],
  );
}

/** `size` places from `begin` on; zeros where the tensor has ended. */
function window(tf: Tf, x: TfTensor, begin: readonly number[], size: readonly number[]): TfTensor {
  const there = spatial(x).map((n, i) => Math.max(Math.min(n - begin[i]!, size[i]!), 0));
  const cut = tf.slice(x, [0, ...begin, 0], [x.shape[0], ...there, x.shape.at(-1)!]);
  return padSpatial(
    tf,
    cut,
    there.map((n, i) => [0, size[i]! - n] as const),
  );
}

function depthwiseValid(tf: Tf, x: TfTensor, filter: TfTensor, strides: readonly number[]): TfTensor {
  if (x.rank === 3) return unflat(tf, depthwiseValid(tf, flat(tf, x), tf.expandDims(filter, 0), pair(strides)));
  const [down, across] = pair(strides);
  if (down === across) return tf.depthwiseConv2d(x as never, filter as never, [down, across], "valid");
  // TensorFlow's kernel wants equal strides: a full convolution whose filter is zero between different channels.
  const [height, width, channels, multiplier] = filter.shape as [number, number, number, number];
  const eye = tf.reshape(
    detached(tf, () => tf.eye(channels)),
    [1, 1, channels, channels, 1],
  );
  const full = tf.reshape(tf.mul(tf.expandDims(filter, 3), eye), [height, width, channels, channels * multiplier]);
  return tf.conv2d(x as never, full as never, [down, across], "valid");
}

function maxPool(
  tf: Tf,
  x: TfTensor,
  size: readonly number[],
  strides: readonly number[],
  padding: "same" | "valid",
): TfTensor {
  if (x.rank === 3) return unflat(tf, tf.maxPool(flat(tf, x) as never, [1, size[0]!], [1, strides[0]!], padding));
  if (x.rank === 4) return tf.maxPool(x as never, pair(size), pair(strides), padding);
  return deepMaxPool(tf, x, size, strides, padding);
}

/**
 * The largest of a box is the largest, along the depth, of the largest of each plane. Not maxPool3d: the gradient of
 * TensorFlow's kernel goes whole to everything within 1e-5 of the largest, and on wasm its windows of `same` start
 * elsewhere.
 */
function deepMaxPool(
  tf: Tf,
  x: TfTensor,
  size: readonly number[],
  strides: readonly number[],
  padding: "same" | "valid",
): TfTensor {
  const [rows, depth, height, width, channels] = x.shape as [number, number, number, number, number];
  const planes = tf.reshape(x, [rows * depth, height, width, channels]);
  const flatter = tf.maxPool(planes as never, pair(size.slice(1)), pair(strides.slice(1)), padding) as TfTensor;
  const [down, across] = spatial(flatter) as [number, number];
  const columns = tf.reshape(flatter, [rows, depth, down * across, channels]);
  const y = tf.maxPool(columns as never, [size[0]!, 1], [strides[0]!, 1], padding) as TfTensor;
  return tf.reshape(y, [rows, y.shape[1]!, down, across, channels]);
}

/**
 * TensorFlow.js's gradient divides by the whole window where padding does not count: sums over explicit zeros, divided
 * by counts.
 */
function avgPool(
  tf: Tf,
  x: TfTensor,
  size: readonly number[],
  strides: readonly number[],
  padding: "same" | "valid",
): TfTensor {
  const pads = explicitPads(spatial(x), size, strides, padding)!;
  const means = avgPoolValid(tf, padSpatial(tf, x, pads), size, strides);
  if (pads.every(([before, after]) => before + after === 0)) return means;
  const whole = size.reduce((n, s) => n * s, 1);
  const counts = spatial(means).map((n, axis) =>
    Array.from({ length: n }, (_, i) => {
      const start = i * strides[axis]! - pads[axis]![0];
      return Math.min(start + size[axis]!, x.shape[axis + 1]!) - Math.max(start, 0);
    }),
  );
  const products = counts.reduce<number[]>((all, axis) => all.flatMap((a) => axis.map((b) => a * b)), [1]);
  return tf.mul(
    means,
    tf.tensor(
      products.map((n) => whole / n),
      [1, ...spatial(means), 1],
    ),
  );
}

function avgPoolValid(tf: Tf, x: TfTensor, size: readonly number[], strides: readonly number[]): TfTensor {
  if (x.rank === 3) return unflat(tf, tf.avgPool(flat(tf, x) as never, [1, size[0]!], [1, strides[0]!], "valid"));
  if (x.rank === 4) return tf.avgPool(x as never, pair(size), pair(strides), "valid");
  return tf.avgPool3d(x as never, triple(size), triple(strides), "valid");
}
