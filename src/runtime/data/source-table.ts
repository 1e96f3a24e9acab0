import type { DuckDbLimits } from "./duckdb.js";

/** How DuckDB sees a source: a FROM clause and its columns. */
export interface SourceTable {
  /** For messages: the path as written, or "the query". */
  readonly label: string;
  readonly sql: string;
  /**
   * The same with these columns made numbers by the reader, which is faster; missing cells are null. Reading fails on
   * any cell that is neither, without saying where. Null: there is no such way.
   */
  readonly parsedSql: ((numbers: ReadonlySet<string>) => string) | null;
  /** Roughly how many rows there are, 0 where nothing is known. */
  readonly rowsAbout: number;
  readonly limits: DuckDbLimits;
  readonly columns: readonly SourceColumn[];
  /** Real paths of the files that are read. */
  readonly files: readonly string[];
  /** Goes into the hash before the bytes: a query's text. */
  readonly hashStart: string;
  /** `row 12 (line 14)` of a row from 0. */
  readonly place: (row: number) => Promise<string>;
  /** Turns an error of DuckDB into a failure that says where the file is wrong. */
  readonly explain: (error: unknown) => Promise<Error>;
}

export interface SourceColumn {
  readonly name: string;
  /**
   * `number` and `boolean` may still turn out to have other values where the format has no types; reading says which
   * row. `other` is what no model takes (dates, structs).
   */
  readonly type: "number" | "boolean" | "text" | "vector" | "other";
  /** DuckDB's type, for messages. */
  readonly typeName: string;
  /** The cell as double, NaN where there is no number. */
  readonly number: string;
  /** The cell as text, null where missing in the source; tokens such as NA are still there. */
  readonly text: string;
  /** The bare column. */
  readonly raw: string;
}
