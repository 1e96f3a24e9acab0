import type { DType, Operand, Tensor } from "../ops.js";
import { ShapeError } from "./shape-error.js";

const width: Readonly<Record<string, number>> = { bool: 0, int32: 1, float32: 2 };

/** The type that a number takes beside another operand: whole numbers stay whole beside whole ones. */
export const typeOfNumber = (n: number, beside: Operand): DType =>
  typeof beside !== "number" && beside.dtype === "int32" && Number.isInteger(n) ? "int32" : "float32";

/** The wider of two types. */
export function widerType(a: string, b: string): DType {
  if (width[a] === undefined || width[b] === undefined)
    throw new ShapeError(`tensors of ${a} and ${b} have no common type`);
  return (width[a] >= width[b] ? a : b) as DType;
}

/** The type that two operands meet in. */
export const joinedType = (a: Operand, b: Operand): DType =>
  widerType(typeof a === "number" ? typeOfNumber(a, b) : a.dtype, typeof b === "number" ? typeOfNumber(b, a) : b.dtype);

/** For arithmetic: truth values count as whole numbers. */
export const numericType = (type: string): DType => (type === "bool" ? "int32" : (type as DType));

/** Of conditions, which are truth values. */
export function truthType(...conditions: readonly Tensor[]): "bool" {
  for (const { dtype } of conditions)
    if (dtype !== "bool") throw new ShapeError(`a condition is made of truth values (bool), not of ${dtype}`);
  return "bool";
}
