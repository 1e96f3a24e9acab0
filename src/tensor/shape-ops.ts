import type { Basic } from "./normalized.js";
import type { DType, Operand, Ops, Scan, Scanned, Shape, Tensor } from "./ops.js";
import { arrangedShape } from "./shapes/arranged.js";
import {
  axesOf,
  axisOf,
  expandedShape,
  reducedShape,
  squeezedShape,
  topShape,
  transposedShape,
} from "./shapes/axes.js";
import { broadcastShape, broadcastTo } from "./shapes/broadcast.js";
import { paddedShape, slicedShape, tiledShape } from "./shapes/cut.js";
import { concatShape, splitShape, stackShape } from "./shapes/joined.js";
import { gatheredShape, matmulShape } from "./shapes/products.js";
import { requireSameState, requireSteps } from "./shapes/scan.js";
import { ShapeError, shown } from "./shapes/shape-error.js";
import { joinedType, numericType, truthType, widerType } from "./shapes/types.js";
import { convShape, convTransposeShape, depthwiseShape, poolShape } from "./shapes/windows.js";

/** A tensor that has a shape and a type, and no values. */
export const shapeOnly = (shape: Shape, dtype: DType = "float32"): Tensor => ({ shape, dtype });

const shapeOf = (x: Operand): Shape => (typeof x === "number" ? [] : x.shape);
const typeOf = (x: Tensor): DType => x.dtype as DType;
const like = (x: Tensor, dtype: DType = typeOf(x)): Tensor => shapeOnly(x.shape, dtype);

/** Of two operands that broadcast. */
const both = (a: Operand, b: Operand, dtype: DType): Tensor => shapeOnly(broadcastShape(shapeOf(a), shapeOf(b)), dtype);
const numbers = (a: Operand, b: Operand): Tensor => both(a, b, numericType(joinedType(a, b)));
const fractions = (a: Operand, b: Operand): Tensor => both(a, b, "float32");
const comparison = (a: Operand, b: Operand): Tensor => {
  joinedType(a, b);
  return both(a, b, "bool");
};
const truths = (a: Tensor, b: Tensor): Tensor => both(a, b, truthType(a, b));

/** Of one tensor, element by element. */
const float = (x: Tensor): Tensor => like(x, "float32");
const number = (x: Tensor): Tensor => like(x, numericType(x.dtype));
const same = (x: Tensor): Tensor => like(x);

/** The type that all meet in. */
const together = (xs: readonly Tensor[]): DType => xs.map(typeOf).reduce(widerType);

const over =
  (type: (x: Tensor) => DType): Ops["sum"] =>
  (x, axes, keepDims = false) =>
    shapeOnly(reducedShape(x.shape, axesOf(x.shape.length, axes), keepDims), type(x));
const overNumbers = over((x) => numericType(x.dtype));
const overFloats = over(() => "float32");

/** Where the axis is only looked at. */
const along =
  (f: (x: Tensor) => Tensor) =>
  (x: Tensor, axis: number): Tensor => {
    axisOf(x.shape.length, axis);
    return f(x);
  };

const constants = {
  scalar: (_, dtype = "float32") => shapeOnly([], dtype),
  constant: (values, shape, dtype = "float32") => {
    if (values.length !== shape.reduce((n, d) => n * d, 1))
      throw new ShapeError(`a constant of shape ${shown(shape)} cannot have ${values.length} values`);
    return shapeOnly(shape, dtype);
  },
  zerosLike: same,
  onesLike: same,
  dimension: (x, axis) => {
    axisOf(x.shape.length, axis);
    return shapeOnly([]);
  },
  uniform: (shape) => shapeOnly(shape),
  normal: (shape) => shapeOnly(shape),
  stopGradient: same,
} satisfies Partial<Ops>;

const elementwise = {
  add: numbers,
  sub: numbers,
  mul: numbers,
  div: fractions,
  divNoNan: fractions,
  pow: numbers,
  maximum: numbers,
  minimum: numbers,
  neg: number,
  abs: number,
  sign: number,
  square: number,
  sqrt: float,
  rsqrt: float,
  exp: float,
  expm1: float,
  log: float,
  log1p: float,
  sin: float,
  cos: float,
  tanh: float,
  sigmoid: float,
  relu: number,
  softplus: float,
  erf: float,
  floor: same,
  round: same,
  clip: number,
  equal: comparison,
  greater: comparison,
  greaterEqual: comparison,
  less: comparison,
  lessEqual: comparison,
  and: truths,
  or: truths,
  not: (a) => like(a, truthType(a)),
  where: (condition, a, b) => {
    truthType(condition);
    return shapeOnly(broadcastShape(condition.shape, broadcastShape(shapeOf(a), shapeOf(b))), joinedType(a, b));
  },
  cast: like,
} satisfies Partial<Ops>;

const reductions = {
  sum: overNumbers,
  mean: overFloats,
  max: overNumbers,
  min: overNumbers,
  prod: overNumbers,
  argMax: (x, axis) => shapeOnly(reducedShape(x.shape, [axisOf(x.shape.length, axis)], false), "int32"),
  cumsum: along(number),
  softmax: along(float),
  logSoftmax: along(float),
  logSumExp: overFloats,
  topK: (x, k) => {
    const shape = topShape(x.shape, k);
    return { values: shapeOnly(shape, numericType(x.dtype)), indices: shapeOnly(shape, "int32") };
  },
} satisfies Partial<Ops>;

const shapes = {
  reshape: (x, shape) => shapeOnly(arrangedShape(x.shape, shape), typeOf(x)),
  transpose: (x, permutation) => shapeOnly(transposedShape(x.shape, permutation), typeOf(x)),
  expandDims: (x, axis) => shapeOnly(expandedShape(x.shape, axisOf(x.shape.length + 1, axis)), typeOf(x)),
  squeeze: (x, axes) => shapeOnly(squeezedShape(x.shape, axesOf(x.shape.length, axes)), typeOf(x)),
  concat: (xs, axis) => shapeOnly(concatShape(xs.map(shapeOf), axisOf(xs[0]!.shape.length, axis)), together(xs)),
  stack: (xs, axis) => shapeOnly(stackShape(xs.map(shapeOf), axisOf(xs[0]!.shape.length + 1, axis)), together(xs)),
  slice: (x, begin, size) => shapeOnly(slicedShape(x.shape, begin, size), typeOf(x)),
  split: (x, parts, axis) => {
    const part = shapeOnly(splitShape(x.shape, parts, axisOf(x.shape.length, axis)), typeOf(x));
    return Array.from({ length: parts }, () => part);
  },
  pad: (x, paddings) => shapeOnly(paddedShape(x.shape, paddings), typeOf(x)),
  tile: (x, repeats) => shapeOnly(tiledShape(x.shape, repeats), typeOf(x)),
  broadcastLike: (x, to) => shapeOnly(broadcastTo(x.shape, to.shape), typeOf(x)),
  reverse: (x, axes) => {
    axesOf(x.shape.length, axes);
    return same(x);
  },
  gather: (x, indices, axis) =>
    shapeOnly(gatheredShape(x.shape, indices.shape, axisOf(x.shape.length, axis)), typeOf(x)),
  oneHot: (indices, depth) => shapeOnly([...indices.shape, depth]),
} satisfies Partial<Ops>;

const products = {
  matmul: (a, b, transposeA = false, transposeB = false) =>
    shapeOnly(matmulShape(a.shape, b.shape, transposeA, transposeB)),
  conv: (x, filter, options) => shapeOnly(convShape(x.shape, filter.shape, options)),
  convTranspose: (x, filter, options) => shapeOnly(convTransposeShape(x.shape, filter.shape, options)),
  depthwiseConv: (x, filter, options) => shapeOnly(depthwiseShape(x.shape, filter.shape, options)),
  maxPool: (x, options) => shapeOnly(poolShape(x.shape, options)),
  avgPool: (x, options) => shapeOnly(poolShape(x.shape, options)),
} satisfies Partial<Ops>;

/** One step tells of all. */
function scan({ steps, sequences, start, step }: Scan): Scanned {
  requireSteps({ steps, sequences });
  const { state, outputs } = step(
    sequences.map((x) => shapeOnly(x.shape.slice(1), typeOf(x))),
    start,
  );
  requireSameState(start, state);
  return { state, outputs: outputs.map((x) => shapeOnly([steps, ...x.shape], typeOf(x))) };
}

const basic: Basic = { ...constants, ...elementwise, ...reductions, ...shapes, ...products, scan };

/**
 * The operations on shapes and types alone: what an engine would give, told without one, for lengths that are known and
 * such that are not. Throws `ShapeError` for what no engine can compute.
 */ export const shapeOps: Ops = {
  ...basic,
  batchNorm: (x, { gamma, beta }) => {
    const channels = shapeOnly([x.shape[axisOf(x.shape.length, -1)]!]);
    for (const weight of [gamma, beta]) if (weight) broadcastTo(weight.shape, channels.shape);
    return { value: float(x), mean: channels, variance: channels };
  },
};
