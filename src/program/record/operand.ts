import type { Operand, Tensor } from "../../tensor/ops.js";
import { axesOf as axesFrom } from "../../tensor/shapes/axes.js";
import { joinedType, numericType, typeOfNumber } from "../../tensor/shapes/types.js";
import { cast, scalar } from "../emit.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";

/** What the recording operations run in. */
export interface RecordContext {
  /** Number of the training step, an int32 scalar: keys fresh random numbers. Absent where nothing is drawn. */
  readonly step?: Value;
  /** Rows of the batch, an int32 scalar; other open lengths are those that `declareLengths` was told of. */
  readonly rows?: Value;
  /** Loops of up to so many steps are written out step by step. Default: what is faster. */
  readonly unrolled?: number;
}

/** The tensors of the recording op set are values of its graph. */
export function val(x: Tensor): Value {
  if (!("node" in x)) throw new Error("a tensor of another op set was handed to the recorder");
  return x as Value;
}

/**
 * Operands of one type: a number takes the other side's type where it can, then the wider type wins, as in
 * TensorFlow.js.
 */
export function operands(g: Graph, a: Operand, b: Operand): readonly [Value, Value] {
  const x = typeof a === "number" ? scalar(g, a, typeOfNumber(a, b)) : val(a);
  const y = typeof b === "number" ? scalar(g, b, typeOfNumber(b, a)) : val(b);
  const type = joinedType(a, b);
  return [cast(g, x, type), cast(g, y, type)];
}

/** For arithmetic: truth values count as 0 and 1. */
export const numeric = (g: Graph, x: Value): Value => cast(g, x, numericType(x.dtype));

export const floated = (g: Graph, x: Value): Value => cast(g, x, "float32");

/** Axes from 0 in ascending order; none given: all. */
export const axesOf = (x: Value, axes: readonly number[] | undefined): number[] => axesFrom(x.shape.length, axes);
