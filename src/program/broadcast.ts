import type { Shape } from "../tensor/ops.js";
import { sameShape } from "../tensor/same-shape.js";
import { reducedShape } from "../tensor/shapes/axes.js";
import { broadcastShape, broadcastTo, repeatedAxes } from "../tensor/shapes/broadcast.js";
import { constantNumber, emit, ints, isKnown, scalar, shapeOf, typed } from "./emit.js";
import type { Attrs, Graph } from "./graph.js";
import type { ProgramType, Value } from "./node.js";

/** `x` repeated to the shape of `like`, which it must broadcast to. */
export function broadcastLike(g: Graph, x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  const source = x.node.op === "BroadcastTo" ? x.node.inputs[0]! : x;
  return emit(
    g,
    "BroadcastTo",
    [source, shapeOf(g, like)],
    { T: typed(x.dtype), Tidx: typed("int32") },
    { name: "output", type: x.dtype, shape: broadcastTo(x.shape, like.shape) },
  );
}

const unspread = (x: Value): Value => (x.node.op === "BroadcastTo" ? x.node.inputs[0]! : x);

/** What `x` was before it was repeated, where `other` alone makes the shape: arithmetic broadcasts by itself. */
function unrepeated(x: Value, other: Value, shape: Shape): Value {
  if (x.node.op !== "BroadcastTo") return x;
  const source = x.node.inputs[0]!;
  return sameShape(broadcastShape(source.shape, other.shape), shape) ? source : x;
}

/** A TensorFlow op of two broadcasting arguments of one type. Repeated operands are taken as they were before. */
export function binary(g: Graph, op: string, a: Value, b: Value, type: ProgramType = a.dtype): Value {
  if (a.dtype !== b.dtype) throw new Error(`${op} of ${a.dtype} and ${b.dtype}`);
  const shape = broadcastShape(a.shape, b.shape);
  const x = unrepeated(a, b, shape);
  const y = unrepeated(b, x, shape);
  const like = [a, b].find((v) => sameShape(v.shape, shape));
  if (like !== undefined && !sameShape(broadcastShape(unspread(a).shape, unspread(b).shape), shape)) {
    return broadcastLike(g, binary(g, op, unspread(a), unspread(b), type), like);
  }
  const simpler = type === a.dtype ? simplified(g, op, x, y, shape) : null;
  if (simpler !== null) return simpler;
  return emit(g, op, [x, y], { T: typed(a.dtype), ...attrsOf(op) }, { name: "z", type, shape });
}

/** What an op states beside its arguments' type. */
const attrsOf = (op: string): Attrs => (op === "Equal" ? { incompatible_shape_error: { bool: true } } : {});

/**
 * Scalars are computed while recording, in float32; neutral elements fall away; what is exact is done the cheaper way.
 */
function simplified(g: Graph, op: string, x: Value, y: Value, shape: Shape): Value | null {
  if (x.dtype !== "float32") return null;
  const [a, b] = [constantNumber(x), constantNumber(y)];
  const compute = scalarOps[op];
  if (a !== null && b !== null && compute !== undefined) return scalar(g, Math.fround(compute(a, b)));
  if (b !== null && b === neutral[op] && sameShape(x.shape, shape)) return x;
  if (a !== null && a === neutral[op] && commutes.has(op) && sameShape(y.shape, shape)) return y;
  if (b !== null && op === "RealDiv" && isPowerOfTwo(b)) return binary(g, "Mul", x, scalar(g, 1 / b));
  if (op === "Mul" && (a !== null || b !== null)) return factorsJoined(g, a === null ? x : y, a ?? b!);
  return null;
}

/** x · c · d as x · (c · d), where one of both is a power of two: then nothing is rounded twice or otherwise. */
function factorsJoined(g: Graph, product: Value, factor: number): Value | null {
  if (product.node.op !== "Mul") return null;
  const [x, y] = product.node.inputs as readonly [Value, Value];
  const known = constantNumber(y) ?? constantNumber(x);
  if (known === null || !(isPowerOfTwo(known) || isPowerOfTwo(factor))) return null;
  return binary(g, "Mul", constantNumber(y) === null ? y : x, scalar(g, known * factor));
}

/** Of moderate size: its products neither overflow nor lose bits where those of the factors do not. */
const isPowerOfTwo = (n: number): boolean =>
  Math.abs(n) <= 1024 && Math.abs(n) >= 1 / 1024 && Number.isInteger(Math.log2(Math.abs(n)));

/** Rounding a double result to float32 gives what float32 arithmetic gives, for these. */
const scalarOps: Readonly<Record<string, (a: number, b: number) => number>> = {
  AddV2: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  DivNoNan: (a, b) => (b === 0 ? 0 : a / b),
};
const neutral: Readonly<Record<string, number>> = { AddV2: 0, Sub: 0, Mul: 1, RealDiv: 1 };
const commutes: ReadonlySet<string> = new Set(["AddV2", "Mul"]);

export const add = (g: Graph, a: Value, b: Value): Value => binary(g, "AddV2", a, b);
export const sub = (g: Graph, a: Value, b: Value): Value => binary(g, "Sub", a, b);
export const mul = (g: Graph, a: Value, b: Value): Value => binary(g, "Mul", a, b);
export const div = (g: Graph, a: Value, b: Value): Value => binary(g, "RealDiv", a, b);
export const neg = (g: Graph, x: Value): Value => {
  const known = constantNumber(x);
  if (x.node.op === "BroadcastTo") return broadcastLike(g, neg(g, x.node.inputs[0]!), x);
  return known !== null && x.dtype === "float32"
    ? scalar(g, -known)
    : emit(g, "Neg", [x], { T: typed(x.dtype) }, { name: "y", type: x.dtype, shape: x.shape });
};

/**
 * `x` where the condition holds, else `y`; all three broadcast. Of one shape they go to the older Select, which on the
 * CPU takes a third of the time of the broadcasting SelectV2; a number is written out for it.
 */
export function select(g: Graph, condition: Value, x: Value, y: Value): Value {
  const shape = broadcastShape(condition.shape, broadcastShape(x.shape, y.shape));
  if (sameShape(condition.shape, shape) && shape.length > 0 && isKnown(shape)) {
    const [a, b] = [writtenOut(g, x, shape), writtenOut(g, y, shape)];
    if (a !== null && b !== null)
      return emit(g, "Select", [condition, a, b], { T: typed(x.dtype) }, { name: "output", type: x.dtype, shape });
  }
  const [a, b] = [unrepeated(x, condition, shape), unrepeated(y, condition, shape)];
  const kept = sameShape(broadcastShape(condition.shape, broadcastShape(a.shape, b.shape)), shape) ? [a, b] : [x, y];
  return emit(g, "SelectV2", [condition, ...kept], { T: typed(x.dtype) }, { name: "output", type: x.dtype, shape });
}

/** A tensor that has the shape, or a constant number in every place of it; null for anything else. */
function writtenOut(g: Graph, x: Value, shape: readonly number[]): Value | null {
  const source = x.node.op === "BroadcastTo" ? x.node.inputs[0]! : x;
  if (constantNumber(source) !== null) {
    return emit(
      g,
      "Fill",
      [ints(g, shape), source],
      { T: typed(x.dtype), index_type: typed("int32") },
      { name: "output", type: x.dtype, shape },
    );
  }
  return sameShape(x.shape, shape) ? x : null;
}

/** The gradient of broadcasting: `x` summed over what was repeated from `like`. */
export function sumTo(g: Graph, x: Value, like: Value): Value {
  const axes = repeatedAxes(x.shape, like.shape);
  if (axes.length === 0) return x;
  const rank = x.shape.length - like.shape.length;
  const dropped = axes.every((axis) => axis < rank);
  const summed = reduce(g, "Sum", x, axes, !dropped);
  if (dropped || rank === 0) return summed;
  return emit(
    g,
    "Reshape",
    [summed, shapeOf(g, like)],
    { T: typed(x.dtype), Tshape: typed("int32") },
    { name: "output", type: x.dtype, shape: like.shape },
  );
}

/** Sum, Mean, Max, Min or Prod over ascending axes. */
export function reduce(g: Graph, op: string, x: Value, axes: readonly number[], keepDims: boolean): Value {
  if (axes.length === 0) return x;
  const shape = reducedShape(x.shape, axes, keepDims);
  return emit(
    g,
    op,
    [x, ints(g, axes)],
    { T: typed(x.dtype), Tidx: typed("int32"), keep_dims: { bool: keepDims } },
    { name: "output", type: x.dtype, shape },
  );
}
