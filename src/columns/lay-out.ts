import type { StoredShape } from "../ir/ir.js";
import { problem, type Problem } from "./problem.js";

/**
 * The shape (without rows) in which `count` numbers a row are laid out, row-major; one open size is found by division.
 * Null: they do not fill it.
 */
export function layOut(shape: StoredShape, count: number): readonly number[] | null {
  const open = shape.filter((size) => size === null).length;
  const known = shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (open === 0) return known === count ? (shape as readonly number[]) : null;
  if (open > 1 || known === 0 || count === 0 || count % known !== 0) return null;
  return shape.map((size) => size ?? count / known);
}

/** `6`, `a multiple of 3`: the counts that fill a shape. */
export function countsFor(shape: StoredShape): string {
  const known = shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  return shape.includes(null) ? `a multiple of ${known}` : String(known);
}

/** What feeds an input: so many columns, which give so many numbers a row. */
interface Feed {
  readonly input: string;
  readonly columns: number;
  readonly numbers: number;
}

/** The shape of a row of an input, which the data decide where it leaves a length open; or what is wrong with them. */
export function laidOut(shape: StoredShape, { input, columns, numbers }: Feed): readonly number[] | Problem {
  const open = shape.filter((size) => size === null).length;
  if (open > 1) return problem("data/several-open", { input, open, numbers });
  return layOut(shape, numbers) ?? problem("data/width", { input, wanted: countsFor(shape), found: numbers, columns });
}
