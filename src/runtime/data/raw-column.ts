/** One column of all rows as read, in the source's order. */
export type RawColumn = NumberColumn | TextColumn | VectorColumn;

export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** NaN: missing. */
  readonly values: Float64Array;
}

export interface TextColumn {
  readonly kind: "text";
  readonly name: string;
  /** Index into `dictionary`, -1: missing. */
  readonly codes: Int32Array;
  /** In order of first appearance. */
  readonly dictionary: readonly string[];
}

export interface VectorColumn {
  readonly kind: "vector";
  readonly name: string;
  readonly width: number;
  /** Row by row; a missing list is all NaN. */
  readonly values: Float64Array;
}

export const isMissing = (column: RawColumn, row: number): boolean => {
  if (column.kind === "text") return column.codes[row]! < 0;
  if (column.kind === "number") return Number.isNaN(column.values[row]!);
  for (let i = row * column.width; i < (row + 1) * column.width; i++) if (Number.isNaN(column.values[i]!)) return true;
  return false;
};

/** How many rows it has. */
export const rowsOf = (column: RawColumn): number =>
  column.kind === "text"
    ? column.codes.length
    : column.values.length / (column.kind === "vector" ? column.width || 1 : 1);
