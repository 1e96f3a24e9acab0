/** An axis counted from the end made one counted from the start; null when the tensor has no such axis. */
export function normalizeAxis(axis: number, rank: number): number | null {
  const from = axis < 0 ? axis + rank : axis;
  return from >= 0 && from < rank ? from : null;
}
