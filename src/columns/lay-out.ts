import type { StoredShape } from "../ir/ir.js";

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
