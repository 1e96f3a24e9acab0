import { ROWS, valueOfLength } from "../tensor/lengths.js";
import type { Dim, Shape } from "../tensor/ops.js";
import { ShapeError, shown } from "../tensor/shapes/shape-error.js";
import { output, type Attrs, type Graph, type Output } from "./graph.js";
import type { Attr, ProgramType, Value } from "./node.js";

/**
 * A node with one output, of an operation without effects. The output's `name` is the argument's in TensorFlow's
 * definition of the op.
 */
export const emit = (g: Graph, op: string, inputs: readonly Value[], attrs: Attrs, result: Output): Value =>
  output(g.pure(op, inputs, attrs, [result]));

export const typed = (type: ProgramType): Attr => ({ type });

type Data = Float32Array | Int32Array | Uint8Array;

/** A `Const`; 32-bit unsigned numbers as an Int32Array of the same bits, bool as bytes. */
export function tensorConstant(g: Graph, data: Data, shape: readonly number[], type: ProgramType): Value {
  if (data.length !== sizeOf(shape))
    throw new Error(`a constant of shape [${shape.join(", ")}] cannot have ${data.length} values`);
  return emit(
    g,
    "Const",
    [],
    { dtype: typed(type), value: { tensor: { type, shape, data } } },
    { name: "output", type, shape },
  );
}

export function dataOf(values: ArrayLike<number>, type: ProgramType): Data {
  if (type === "float32") return Float32Array.from(values);
  if (type === "bool") return Uint8Array.from(values, (v) => (v !== 0 ? 1 : 0));
  return Int32Array.from(values);
}

export const scalar = (g: Graph, value: number, type: ProgramType = "float32"): Value =>
  tensorConstant(g, dataOf([value], type), [], type);

/** An int32 vector: axes, shapes, sizes. */
export const ints = (g: Graph, values: readonly number[]): Value =>
  tensorConstant(g, Int32Array.from(values), [values.length], "int32");

/** An int32 matrix of two columns: paddings, crops. */
export const pairs = (g: Graph, values: readonly (readonly [number, number])[]): Value =>
  tensorConstant(g, Int32Array.from(values.flat()), [values.length, 2], "int32");

/** The number of a scalar `Const`, or null. */
export function constantNumber(value: Value): number | null {
  const data = value.shape.length === 0 ? constantData(value) : null;
  return data === null ? null : data[0]!;
}

/** The values of a `Const`, or null. */
export function constantData(value: Value): Data | null {
  const attr = value.node.op === "Const" ? value.node.attrs["value"] : undefined;
  return attr !== undefined && "tensor" in attr ? attr.tensor.data : null;
}

/** The values of an input that is recorded as a constant only: axes and the like. */
export function constantInts(value: Value): number[] {
  const data = constantData(value);
  if (data === null) throw new Error(`expected a constant, found ${value.node.op}`);
  return Array.from(data);
}

export const isKnown = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === "number");

/** Number of elements; throws where a dimension is not known. */
export function sizeOf(shape: Shape): number {
  if (!isKnown(shape)) throw new ShapeError(`the size of ${shown(shape)} is not known while recording`);
  return shape.reduce((n, d) => n * d, 1);
}

/** The shape as an int32 vector: a constant where it is known. */
export const shapeOf = (g: Graph, x: Value): Value =>
  isKnown(x.shape)
    ? ints(g, x.shape)
    : emit(
        g,
        "Shape",
        [x],
        { T: typed(x.dtype), out_type: typed("int32") },
        { name: "output", type: "int32", shape: [x.shape.length] },
      );

/** One length of `x` as an int32 scalar. */
export function lengthOf(g: Graph, x: Value, axis: number): Value {
  const length = x.shape[axis]!;
  return typeof length === "number"
    ? scalar(g, length, "int32")
    : emit(
        g,
        "GatherV2",
        [shapeOf(g, x), scalar(g, axis, "int32"), scalar(g, 0, "int32")],
        { Tparams: typed("int32"), Tindices: typed("int32"), Taxis: typed("int32"), batch_dims: { int: 0 } },
        { name: "output", type: "int32", shape: [] },
      );
}

/** Says where a tensor's open lengths are found when the program runs: each that has a name of its own. */
export function declareLengths(g: Graph, x: Value): void {
  x.shape.forEach((d, axis) => {
    const name = d ?? ROWS;
    if (typeof name === "string" && !g.lengths.has(name)) g.lengths.set(name, lengthOf(g, x, axis));
  });
}

/** A length as an int32 scalar, computed when the program runs where it is open. */
export const lengthValue = (g: Graph, d: Dim): Value =>
  valueOfLength<Value>(d, {
    number: (n) => scalar(g, n, "int32"),
    named: (name) => {
      const found = g.lengths.get(name);
      if (found === undefined) throw new ShapeError(`the length ${name} is not known to the recorder`);
      return found;
    },
    add: (a, b) => emit(g, "AddV2", [a, b], { T: typed("int32") }, { name: "z", type: "int32", shape: [] }),
    multiply: (a, b) => emit(g, "Mul", [a, b], { T: typed("int32") }, { name: "z", type: "int32", shape: [] }),
    floorDivide: (a, by) =>
      emit(g, "FloorDiv", [a, scalar(g, by, "int32")], { T: typed("int32") }, { name: "z", type: "int32", shape: [] }),
  });

/** Int32 scalars as a vector. */
export const packed = (g: Graph, parts: readonly Value[]): Value =>
  emit(
    g,
    "Pack",
    parts,
    { N: { int: parts.length }, T: typed("int32"), axis: { int: 0 } },
    { name: "output", type: "int32", shape: [parts.length] },
  );

/** Lengths as an int32 vector; the rows are those of `like` where it has them. */
export function shapeVector(g: Graph, shape: Shape, like?: Value): Value {
  if (isKnown(shape)) return ints(g, shape);
  const rows = like?.shape[0] === null ? like : null;
  return packed(
    g,
    shape.map((d) => (d === null && rows ? lengthOf(g, rows, 0) : lengthValue(g, d))),
  );
}

export function cast(g: Graph, x: Value, type: ProgramType): Value {
  if (x.dtype === type) return x;
  const known = x.dtype === "uint32" || type === "float64" ? null : constantNumber(x);
  if (known !== null) return scalar(g, known, type);
  return emit(
    g,
    "Cast",
    [x],
    { SrcT: typed(x.dtype), DstT: typed(type), Truncate: { bool: false } },
    { name: "y", type, shape: x.shape },
  );
}
