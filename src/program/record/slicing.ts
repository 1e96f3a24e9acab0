import { minus, plus } from "../../tensor/lengths.js";
import type { Dim, Ops, Shape } from "../../tensor/ops.js";
import { axisOf, reducedShape } from "../../tensor/shapes/axes.js";
import { paddedShape, slicedShape, tiledShape } from "../../tensor/shapes/cut.js";
import { concatShape, splitShape, stackShape } from "../../tensor/shapes/joined.js";
import type { Pads } from "../../tensor/shapes/windows.js";
import { broadcastLike, reduce, sumTo } from "../broadcast.js";
import { constantInts, emit, ints, isKnown, pairs, scalar, shapeOf, shapeVector, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import { output, type Graph } from "../graph.js";
import type { Value } from "../node.js";
import { operands, val } from "./operand.js";
import { arranged } from "./reshape.js";

type Slicing = Pick<Ops, "concat" | "stack" | "slice" | "split" | "pad" | "tile" | "broadcastLike" | "reverse">;

export function slicing(g: Graph): Slicing {
  return {
    concat: (xs, axis) => concat(g, unified(g, xs.map(val)), axisOf(xs[0]!.shape.length, axis)),
    stack: (xs, axis) => stack(g, unified(g, xs.map(val)), axisOf(xs[0]!.shape.length + 1, axis)),
    slice: (x, begin, size) => slice(g, val(x), begin, size),
    split: (x, parts, axis) => split(g, val(x), parts, axisOf(x.shape.length, axis)),
    pad: (x, paddings, value = 0) => pad(g, val(x), paddings, value),
    tile: (x, repeats) => tile(g, val(x), repeats),
    broadcastLike: (x, like) => broadcastLike(g, val(x), val(like)),
    reverse: (x, axes) =>
      reverse(
        g,
        val(x),
        axes.map((a) => axisOf(x.shape.length, a)),
      ),
  };
}

const unified = (g: Graph, xs: readonly Value[]): readonly Value[] => {
  const widest = xs.reduce((a, b) => operands(g, a, b)[0]);
  return xs.map((x) => operands(g, x, widest)[0]);
};

export function concat(g: Graph, xs: readonly Value[], axis: number): Value {
  if (xs.length === 1) return xs[0]!;
  const shape = concatShape(
    xs.map((x) => x.shape),
    axis,
  );
  const attrs = { N: { int: xs.length }, T: typed(xs[0]!.dtype), Tidx: typed("int32") };
  return emit(g, "ConcatV2", [...xs, scalar(g, axis, "int32")], attrs, { name: "output", type: xs[0]!.dtype, shape });
}

export function stack(g: Graph, xs: readonly Value[], axis: number): Value {
  const shape = stackShape(
    xs.map((x) => x.shape),
    axis,
  );
  const attrs = { N: { int: xs.length }, T: typed(xs[0]!.dtype), axis: { int: axis } };
  return emit(g, "Pack", xs, attrs, { name: "output", type: xs[0]!.dtype, shape });
}

/** Per axis; size null or -1: to the end. */
export function slice(g: Graph, x: Value, begin: readonly number[], size: readonly Dim[]): Value {
  const shape = slicedShape(x.shape, begin, size);
  if (shape.every((d, i) => begin[i] === 0 && d === x.shape[i])) return x;
  const toTheEnd = shape.map((d, i) => typeof d !== "number" && (size[i] === null || size[i] === -1));
  const known = shape.map((d, i) => (toTheEnd[i] ? -1 : d));
  const sizes = isKnown(known) ? ints(g, known) : shapeVector(g, shape, x);
  return emit(
    g,
    "Slice",
    [x, ints(g, begin), sizes],
    { T: typed(x.dtype), Index: typed("int32") },
    { name: "output", type: x.dtype, shape },
  );
}

/** As many places as `like` has, from `begin` on. */
function window(g: Graph, x: Value, begin: Shape, like: Value): Value {
  const inputs = [x, shapeVector(g, begin), shapeOf(g, like)];
  return emit(
    g,
    "Slice",
    inputs,
    { T: typed(x.dtype), Index: typed("int32") },
    { name: "output", type: x.dtype, shape: like.shape },
  );
}

export function pad(g: Graph, x: Value, paddings: readonly (readonly [Dim, Dim])[], value = 0): Value {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const shape = paddedShape(x.shape, paddings);
  const attrs = { T: typed(x.dtype), Tpaddings: typed("int32") };
  const amounts = arePairs(paddings)
    ? pairs(g, paddings)
    : arranged(g, shapeVector(g, paddings.flat()), [paddings.length, 2]);
  // TensorFlow's rewriting of Pad before Conv3D fails where the padded tensor has another use, and says so on stderr.
  return value === 0 && x.shape.length < 5
    ? emit(g, "Pad", [x, amounts], attrs, { name: "output", type: x.dtype, shape })
    : emit(g, "PadV2", [x, amounts, scalar(g, value, x.dtype)], attrs, { name: "output", type: x.dtype, shape });
}

const arePairs = (paddings: readonly (readonly [Dim, Dim])[]): paddings is Pads => paddings.every(isKnown);

function tile(g: Graph, x: Value, repeats: readonly number[]): Value {
  const shape = tiledShape(x.shape, repeats);
  if (repeats.every((r) => r === 1)) return x;
  return emit(
    g,
    "Tile",
    [x, ints(g, repeats)],
    { T: typed(x.dtype), Tmultiples: typed("int32") },
    { name: "output", type: x.dtype, shape },
  );
}

function reverse(g: Graph, x: Value, axes: readonly number[]): Value {
  return emit(
    g,
    "ReverseV2",
    [x, ints(g, axes)],
    { T: typed(x.dtype), Tidx: typed("int32") },
    { name: "output", type: x.dtype, shape: x.shape },
  );
}

/** `parts` equal pieces of an axis. */
export function split(g: Graph, x: Value, parts: number, axis: number): readonly Value[] {
  const shape = splitShape(x.shape, parts, axis);
  if (parts === 1) return [x];
  const outputs = Array.from({ length: parts }, () => ({ name: "output", type: x.dtype, shape }));
  const node = g.pure(
    "Split",
    [scalar(g, axis, "int32"), x],
    { num_split: { int: parts }, T: typed(x.dtype) },
    outputs,
  );
  return outputs.map((_, i) => output(node, i));
}

/** The slices of an axis, whose length is known, without it. */
export function unstack(g: Graph, x: Value, axis: number): readonly Value[] {
  const shape = reducedShape(x.shape, [axis], false);
  const outputs = Array.from({ length: x.shape[axis] as number }, () => ({ name: "output", type: x.dtype, shape }));
  const node = g.pure("Unpack", [x], { num: { int: outputs.length }, T: typed(x.dtype), axis: { int: axis } }, outputs);
  return outputs.map((_, i) => output(node, i));
}

/** The gradient of tile: an axis of n·r places is r times n, and summed over r. */
function untiled(g: Graph, dy: Value, shape: Shape, repeats: readonly number[]): Value {
  const open = shape.flatMap((d, i) => (repeats[i] === 1 ? [d] : [repeats[i]!, d]));
  let at = 0;
  const summed = repeats.flatMap((r) => {
    const axis = at;
    at += r === 1 ? 1 : 2;
    return r === 1 ? [] : [axis];
  });
  return reduce(g, "Sum", arranged(g, dy, open), summed, false);
}

export const slicingGradients: GradientRules = {
  ConcatV2: ({ g, inputs, dy }) => {
    const axis = constantInts(inputs.at(-1)!)[0]!;
    const parts = inputs.slice(0, -1);
    const lengths: Shape = parts.map((x) => x.shape[axis]!);
    const even = parts.length > 1 && lengths.every((n) => n === lengths[0]);
    const piece = (i: number): Value => {
      if (even) return split(g, dy, parts.length, axis)[i]!;
      const begin = plus(0, ...lengths.slice(0, i));
      const from = dy.shape.map((_, a) => (a === axis ? begin : 0));
      if (!isKnown(lengths) || !isKnown(from)) return window(g, dy, from, parts[i]!);
      return slice(
        g,
        dy,
        from,
        dy.shape.map((_, a) => (a === axis ? lengths[i]! : -1)),
      );
    };
    return [...parts.map((_, i) => () => piece(i)), null];
  },
  Pack: ({ g, node, inputs, dy }) => {
    const { int: axis } = node.attrs["axis"] as { readonly int: number };
    return inputs.map((_, i) => () => unstack(g, dy, axis)[i]!);
  },
  Unpack: ({ g, node, y, dys }) => [
    () =>
      stack(
        g,
        y.map((v, i) => dys[i] ?? broadcastLike(g, scalar(g, 0), v)),
        (node.attrs["axis"] as { readonly int: number }).int,
      ),
  ],
  Split: ({ g, inputs: [axis], y, dys }) => [
    null,
    () =>
      concat(
        g,
        y.map((v, i) => dys[i] ?? broadcastLike(g, scalar(g, 0), v)),
        constantInts(axis!)[0]!,
      ),
  ],
  Slice: ({ g, inputs: [x, begin], dy }) => [
    () => {
      const from = constantInts(begin!);
      return pad(
        g,
        dy,
        x!.shape.map((d, i) => [from[i]!, minus(d, plus(from[i]!, dy.shape[i]!))] as const),
      );
    },
    null,
    null,
  ],
  Pad: ({ g, inputs: [x, paddings], dy }) => [() => unpadded(g, dy, x!, constantInts(paddings!)), null],
  PadV2: ({ g, inputs: [x, paddings], dy }) => [() => unpadded(g, dy, x!, constantInts(paddings!)), null, null],
  Tile: ({ g, inputs: [x, repeats], dy }) => [() => untiled(g, dy, x!.shape, constantInts(repeats!)), null],
  BroadcastTo: ({ g, inputs: [x], dy }) => [() => sumTo(g, dy, x!), null],
  ReverseV2: ({ g, inputs: [, axes], dy }) => [() => reverse(g, dy, constantInts(axes!)), null],
};

const unpadded = (g: Graph, dy: Value, x: Value, paddings: readonly number[]): Value =>
  slice(
    g,
    dy,
    x.shape.map((_, i) => paddings[2 * i]!),
    x.shape,
  );
