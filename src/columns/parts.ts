/** How many rows each part has; null: the spec has no such part. */
export interface PartSizes {
  readonly train: number;
  readonly validation: number | null;
  readonly test: number | null;
}

interface Fractions {
  readonly test: { readonly fraction: number } | null;
  readonly validation: { readonly fraction: number } | null;
}

/**
 * Both fractions are of all usable rows, each rounded to the nearest row. The test rows are drawn first and the
 * validation rows from what is left.
 */
export function partSizes(rows: number, { test, validation }: Fractions): PartSizes {
  const tested = test && Math.min(rows, Math.round(test.fraction * rows));
  const left = rows - (tested ?? 0);
  const validated = validation && Math.min(left, Math.round(validation.fraction * rows));
  return { train: left - (validated ?? 0), validation: validated, test: tested };
}
