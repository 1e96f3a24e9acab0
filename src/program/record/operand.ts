import type { DType, Operand, Tensor } from "../../tensor/ops.js";
import { cast, scalar } from "../emit.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";

/** What the recording operations run in. */
export interface RecordContext {
  /** Number of the training step, an int32 scalar: keys fresh random numbers. Absent where nothing is drawn. */
  readonly step?: Value;
  /** Rows of the batch, an int32 scalar: for random shapes with `null`. */
  readonly rows?: Value;
  /** Loops of up to so many steps are written out step by step. Default: what is faster. */
  readonly unrolled?: number;
}

/** The tensors of the recording op set are values of its graph. */
export function val(x: Tensor): Value {
  if (!("node" in x)) throw new Error("a tensor of another op set was handed to the recorder");
  return x as Value;
}

const rank: Readonly<Record<string, number>> = { bool: 0, int32: 1, float32: 2 };

/**
 * Operands of one type: a number takes the other side's type where it can, then the wider type wins, as in
 * TensorFlow.js.
 */
export function operands(g: Graph, a: Operand, b: Operand): readonly [Value, Value] {
  const typeFor = (n: number, other: Operand): DType =>
    typeof other !== "number" && other.dtype === "int32" && Number.isInteger(n) ? "int32" : "float32";
  const x = typeof a === "number" ? scalar(g, a, typeFor(a, b)) : val(a);
  const y = typeof b === "number" ? scalar(g, b, typeFor(b, a)) : val(b);
  const type = rank[x.dtype]! >= rank[y.dtype]! ? x.dtype : y.dtype;
  return [cast(g, x, type), cast(g, y, type)];
}

/** For arithmetic: truth values count as 0 and 1. */
export const numeric = (g: Graph, x: Value): Value => (x.dtype === "bool" ? cast(g, x, "int32") : x);

export const floated = (g: Graph, x: Value): Value => cast(g, x, "float32");

/** An axis as a number from 0. */
export const axisOf = (rank: number, axis: number): number => (axis < 0 ? axis + rank : axis);

/** Axes from 0 in ascending order; none given: all. */
export const axesOf = (x: Value, axes: readonly number[] | undefined): number[] =>
  (axes ?? x.shape.map((_, i) => i)).map((a) => axisOf(x.shape.length, a)).sort((a, b) => a - b);
