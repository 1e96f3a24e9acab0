/** What is known of a data source before training: enough to check a spec against it. */
export interface DataFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** Values of measured expressions on the training rows, by `measureKey`. Absent while not yet measured. */
  readonly measured?: Readonly<Record<string, number>>;
}

export interface ColumnFacts {
  readonly name: string;
  readonly type: "number" | "integer" | "text" | "boolean" | "other";
  /** Empty cells, nulls, and NaN. */
  readonly missing: number;
  /** Different values, up to 10,000; null above. */
  readonly distinct: number | null;
  /** Where the first missing value stands: `row 12 (line 13)`. */
  readonly missingAt?: string | null;
  /** The first value of a numeric column that is no number: such a column is refused, not turned into text. */
  readonly stray?: { readonly place: string; readonly value: string } | null;
  /** Of numeric columns. */
  readonly min: number | null;
  readonly max: number | null;
  /** The different values of a column with at most 200 of them, sorted, as text. */
  readonly values: readonly string[] | null;
}

/** `count(Class, 1)`, `rows()`, `mean(age)`: something the data has to be asked. */
export interface Measure {
  readonly of: "count" | "rows" | "classes" | "features" | "mean" | "std";
  readonly column: string | null;
  /** As text: `1`, `malignant`. */
  readonly value: string | null;
}

export const measureKey = (m: Measure): string => [m.of, m.column ?? "", m.value ?? ""].join("\u0000");
