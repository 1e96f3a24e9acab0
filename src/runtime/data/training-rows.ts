import { orderOf } from "../../columns/assign.js";
import { isDateText, isNumberText } from "../../columns/order.js";
import { isFold } from "../../ir/folds.js";
import type { DataIr } from "../../ir/ir.js";
import { cellFault, shown } from "./cell-fault.js";
import { fail } from "./fail.js";
import { refuseMissing } from "./fit-column.js";
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

/** Columns that decide the split: to be read for it. `label`: the column whose classes keep their shares. */
export const splitColumns = (data: DataIr, label: string | undefined): string[] => [
  ...orderOf(data.test, ...data.validation),
  ...([data.test, ...data.validation].some((split) => split?.stratify) && label !== undefined ? [label] : []),
];

/**
 * The rows of each part as rows of the source; rows are dropped first, so that fractions are of all usable rows.
 * `label`: the column whose classes keep their shares.
 */
export function partRows(data: DataIr, table: RawTable, file: string, label: string | undefined): SplitRows {
  const kept = keptRows(table, droppingColumns(data));
  const labels = table.columns.get(label ?? "");
  const classes =
    labels === undefined || labels.kind === "vector"
      ? null
      : ofRows(labels.kind === "text" ? labels.codes : labels.values, kept, table.rows);
  const [validation = null, ...more] = data.validation;
  if (more.length > 0) throw new Error(`a data set has one set of validation rows, not ${1 + more.length}`);
  const parts = splitRows(data.test, validation, {
    rows: kept.length,
    classes,
    keys: (column) => ofRows(sortKeys(table.columns.get(column)!, kept), kept, table.rows),
  });
  const rowsOf = (part: Int32Array | null, name: string, share: string): Int32Array | null => {
    if (part === null) return null;
    if (part.length === 0)
      throw fail("data-file/empty-split", { file, part: name, rows: kept.length, fraction: share });
    if (kept.length < table.rows) for (let i = 0; i < part.length; i++) part[i] = kept[part[i]!]!;
    return part;
  };
  const tested = data.test?.fraction ?? 0;
  const shares =
    validation && isFold(validation)
      ? { train: `the other folds of ${validation.of}`, validation: `fold ${validation.fold} of ${validation.of}` }
      : {
          train: `fraction ${Number((1 - tested - (validation?.fraction ?? 0)).toFixed(6))}`,
          validation: `fraction ${validation?.fraction ?? 0}`,
        };
  return {
    train: rowsOf(parts.train, "training", shares.train)!,
    validation: rowsOf(parts.validation, "validation", shares.validation),
    test: rowsOf(parts.test, "test", `fraction ${tested}`),
  };
}

/** The values of some rows; `rows`: of all. */
function ofRows(values: ArrayLike<number>, kept: Int32Array, rows: number): ArrayLike<number> {
  if (kept.length === rows) return values;
  const some = new Float64Array(kept.length);
  for (let i = 0; i < some.length; i++) some[i] = values[kept[i]!]!;
  return some;
}

/**
 * Numbers that sort like the column. @throws CellFault for missing values among the rows kept, and for texts whose
 * order is not their meaning
 */
function sortKeys(column: RawColumn, kept: Int32Array): ArrayLike<number> {
  const expected = "a number or a date written 2024-01-31 to order by";
  if (column.kind === "vector")
    throw cellFault("data-file/bad-value", 0, { column: column.name, value: "a list", expected });
  for (const row of kept) if (isMissing(column, row)) refuseMissing(column);
  if (column.kind === "number") return column.values;
  const { dictionary, codes } = column;
  if (dictionary.every(isNumberText)) return Float64Array.from(codes, (code) => Number(dictionary[code] ?? NaN));
  const bad = dictionary.findIndex((text) => !isDateText(text));
  if (bad >= 0) {
    const params = { column: column.name, value: shown(dictionary[bad]), expected };
    throw cellFault("data-file/bad-value", codes.indexOf(bad), params);
  }
  const rank = new Map([...dictionary].sort((a, b) => (a < b ? -1 : 1)).map((text, i) => [text, i] as const));
  const ranks = dictionary.map((text) => rank.get(text)!);
  return Float64Array.from(codes, (code) => ranks[code] ?? NaN);
}
