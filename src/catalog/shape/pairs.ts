/** What Keras takes for borders: one number for all sides, one a dimension, or [before, after] a dimension. */
export type Borders = number | readonly (number | readonly number[])[];

/** Borders as [before, after] per dimension; null when the list has the wrong length. */
export function pairs(borders: Borders, rank: number): readonly (readonly [number, number])[] | null {
  if (typeof borders === "number") return Array.from({ length: rank }, () => [borders, borders] as const);
  if (borders.length !== rank) return null;
  const both = borders.map((b) =>
    typeof b === "number" ? ([b, b] as const) : b.length === 2 ? ([b[0]!, b[1]!] as const) : null,
  );
  return both.every((b) => b !== null) ? both : null;
}
