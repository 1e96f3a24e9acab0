/** Cells that training did not know, and that were read all the same. */
export interface UnknownCells {
  /** How many rows hold one or more. */
  readonly rows: number;
  /** In the order in which columns were read. */
  readonly columns: readonly UnknownColumn[];
}

interface UnknownColumn {
  readonly name: string;
  /** Rows of the source, ascending. */
  readonly rows: readonly number[];
  /** What the first of them says; null: nothing, the cell is empty. */
  readonly value: string | null;
}

/** Collects them while rows are encoded. */
export class UnknownNotes {
  readonly #columns = new Map<string, { readonly rows: number[]; readonly value: string | null }>();

  add(name: string, row: number, value: string | null): void {
    const column = this.#columns.get(name);
    // A column that feeds two inputs is read twice.
    if (!column) this.#columns.set(name, { rows: [row], value });
    else if (column.rows.at(-1)! < row) column.rows.push(row);
  }

  /** Null: there are none. */
  cells(): UnknownCells | null {
    if (this.#columns.size === 0) return null;
    const columns = [...this.#columns].map(([name, column]) => ({ name, ...column }));
    return { rows: new Set(columns.flatMap(({ rows }) => rows)).size, columns };
  }
}

/** `town 3 (first "Rome", row 4), age 1 (empty, row 9)`. */
export const shownUnknown = ({ columns }: UnknownCells): string =>
  columns
    .slice(0, 6)
    .map(({ name, rows, value }) => {
      const what = value === null ? "empty" : `${rows.length > 1 ? "first " : ""}${JSON.stringify(value)}`;
      return `${name} ${rows.length} (${what}, row ${rows[0]! + 1})`;
    })
    .join(", ") + (columns.length > 6 ? `, … ${columns.length} columns in all` : "");
