import type { DataIr } from "../../ir/ir.js";
import { cellFault, shown } from "./cell-fault.js";
import { fail } from "./fail.js";
import { isMissing, type RawColumn } from "./raw-column.js";
import type { RawTable } from "./read-columns.js";
import { rowRange } from "./row-range.js";
import { splitRows, type SplitRows } from "./split.js";

/** Rows without a missing value in the columns that say `missing: drop`. */
export function keptRows(table: RawTable, dropping: readonly string[]): Int32Array {
  const columns = dropping.flatMap((name) => table.columns.get(name) ?? []);
  const all = rowRange(table.rows);
  return columns.length === 0 ? all : all.filter((row) => !columns.some((column) => isMissing(column, row)));
}

export const droppingColumns = (data: DataIr): string[] =>
  Object.keys(data.columns).filter((name) => data.columns[name]!.missing === "drop");

/** Columns that decide the split: to be read for it. */
export function splitColumns(data: DataIr): string[] {
  const order = [data.test, data.validation].flatMap((split) =>
    split?.order != null && split.order !== "row" ? [split.order] : [],
  );
  const classes = [data.test, data.validation].some((split) => split?.stratify)
    ? (data.targets[0]?.columns.slice(0, 1) ?? [])
    : [];
  return [...order, ...classes];
}

/** The rows of each part as rows of the source; rows are dropped first, so that fractions are of all usable rows. */
export function partRows(data: DataIr, table: RawTable, file: string): SplitRows {
  const kept = keptRows(table, droppingColumns(data));
  const label = table.columns.get(data.targets[0]?.columns[0] ?? "");
  const classes =
    label === undefined || label.kind === "vector"
      ? null
      : ofRows(label.kind === "text" ? label.codes : label.values, kept, table.rows);
  const parts = splitRows(data.test, data.validation, {
    rows: kept.length,
    classes,
    keys: (column) => ofRows(sortKeys(table.columns.get(column)!), kept, table.rows),
  });
  const rowsOf = (part: Int32Array | null, name: string, fraction: number): Int32Array | null => {
    if (part === null) return null;
    if (part.length === 0)
      throw fail("data-file/empty-split", { file, part: name, rows: kept.length, fraction: `fraction ${fraction}` });
    if (kept.length < table.rows) for (let i = 0; i < part.length; i++) part[i] = kept[part[i]!]!;
    return part;
  };
  const left = 1 - (data.test?.fraction ?? 0) - (data.validation?.fraction ?? 0);
  return {
    train: rowsOf(parts.train, "training", Number(left.toFixed(6)))!,
    validation: rowsOf(parts.validation, "validation", data.validation?.fraction ?? 0),
    test: rowsOf(parts.test, "test", data.test?.fraction ?? 0),
  };
}

/** The values of some rows; `rows`: of all. */
function ofRows(values: ArrayLike<number>, kept: Int32Array, rows: number): ArrayLike<number> {
  if (kept.length === rows) return values;
  const some = new Float64Array(kept.length);
  for (let i = 0; i < some.length; i++) some[i] = values[kept[i]!]!;
  return some;
}

/** A date that sorts as text: `2024-01-31`, with a time after it or not. */
const SORTABLE_DATE = /^\d{4}-\d{2}-\d{2}([T ].*)?$/;

/**
 * Numbers that sort like the column. @throws CellFault for missing values, and for texts whose order is not their
 * meaning
 */
function sortKeys(column: RawColumn): ArrayLike<number> {
  if (column.kind === "vector")
    throw cellFault("data-file/bad-value", 0, {
      column: column.name,
      value: "a list",
      expected: "a number or date to order by",
    });
  const length = column.kind === "number" ? column.values.length : column.codes.length;
  for (let row = 0; row < length; row++)
    if (isMissing(column, row))
      throw cellFault("data-file/missing-value", row, { column: column.name, count: 1, rows: length });
  if (column.kind === "number") return column.values;
  const numbers = column.dictionary.map(Number);
  if (!numbers.some(Number.isNaN)) return Float64Array.from(column.codes, (code) => numbers[code]!);
  const bad = column.dictionary.findIndex((text) => !SORTABLE_DATE.test(text));
  if (bad >= 0) {
    const expected = "a number or a date written 2024-01-31 to order by";
    throw cellFault("data-file/bad-value", column.codes.indexOf(bad), {
      column: column.name,
      value: shown(column.dictionary[bad]),
      expected,
    });
  }
  const rank = new Map([...column.dictionary].sort((a, b) => (a < b ? -1 : 1)).map((text, i) => [text, i] as const));
  const ranks = column.dictionary.map((text) => rank.get(text)!);
  return Float64Array.from(column.codes, (code) => ranks[code]!);
}
