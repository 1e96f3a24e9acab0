import { fail } from "./fail.js";

/**
 * The shape (without rows) in which `count` numbers a row are laid out; one unknown size is found by division.
 * @throws Failure when the numbers do not fill the shape
 */
export function fitShape(
  shape: readonly (number | null)[],
  count: number,
  file: string,
  what: string,
): readonly number[] {
  const open = shape.filter((size) => size === null).length;
  const known = shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  const text = `[${shape.map((size) => size ?? "none").join(", ")}]`;
  if (open === 0 && known === count) return shape as readonly number[];
  if (open === 1 && count % known === 0) return shape.map((size) => size ?? count / known);
  throw fail("data-file/feature-count", { file, what, found: count, expected: known, shape: text });
}
