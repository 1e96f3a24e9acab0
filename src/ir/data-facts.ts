/** What is known of a data source before training: enough to check a spec against it. */
export interface DataFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** Values of measured expressions on the training rows, by `measureKey`. Absent while not yet measured. */
  readonly measured?: Readonly<Record<string, number>>;
}

/** Different values are counted and listed up to here: more are no categories but identifiers. */
export const COUNTED = 10_000;

export interface ColumnFacts {
  readonly name: string;
  readonly type: "number" | "integer" | "text" | "boolean" | "list" | "other";
  /** The source's own name of the type, for messages about `other`. */
  readonly typeName?: string;
  /** Empty cells, nulls, and NaN; of lists also those that miss an element. */
  readonly missing: number;
  /** Different values, up to `COUNTED`; null above, and of lists. */
  readonly distinct: number | null;
  /** Where the first missing value stands: `row 12 (line 13)`. */
  readonly missingAt?: string | null;
  /** The first value of a column of numbers or of true and false that is neither. */
  readonly stray?: { readonly place: string; readonly value: string } | null;
  /** Of numbers, and of the elements of lists. */
  readonly min: number | null;
  readonly max: number | null;
  /** The different values, sorted, as text; null where `distinct` is. */
  readonly values: readonly string[] | null;
  /** Of lists: how many numbers each holds; null where they differ. */
  readonly width?: number | null;
  /** Of lists: all elements are whole numbers. */
  readonly whole?: boolean;
  /** Of texts: the first, its row from 1, that is no number and no date that sorts as text. */
  readonly unordered?: { readonly row: number; readonly value: string } | null;
}

/** `count(Class, 1)`, `rows()`, `mean(age)`: something the data has to be asked. */
export interface Measure {
  readonly of: "count" | "rows" | "classes" | "features" | "mean" | "std";
  readonly column: string | null;
  /** As text: `1`, `malignant`. */
  readonly value: string | null;
}

export const measureKey = (m: Measure): string => [m.of, m.column ?? "", m.value ?? ""].join("\u0000");
