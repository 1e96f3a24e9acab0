import type { Assigned } from "../../columns/assign.js";
import { widthOf } from "../../columns/encoded.js";
import { measureKey, type Measure } from "../../ir/data-facts.js";
import type { DataIr } from "../../ir/ir.js";
import { columnOf } from "./column-of.js";
import { wantedColumns } from "./column-uses.js";
import { fail } from "./fail.js";
import { columnsOf } from "./feature-columns.js";
import { withPlaces } from "./load-dataset.js";
import { openSource } from "./open-source.js";
import { isMissing, type RawColumn } from "./raw-column.js";
import { readColumns, type RawTable, type Use } from "./read-columns.js";
import type { SourceTable } from "./source-table.js";
import { droppingColumns, partRows, splitColumns } from "./training-rows.js";

/** What measures are taken of. */
interface Measured {
  readonly data: DataIr;
  readonly table: SourceTable;
  readonly read: RawTable;
  readonly features: Assigned["features"];
  readonly train: Int32Array;
}

/**
 * Measured values by `measureKey`; missing cells are left out. `rows`, `count`, `mean` and `std` (the population's, as
 * in scaling) are of the training rows. What decides a shape depends on no split: `classes`, the different values of
 * all rows; `features`, the numbers a row of the input that `column` names, of the first input without.
 */
export async function measure(
  data: DataIr,
  baseDir: string,
  measures: readonly Measure[],
  allow: readonly string[] = [baseDir],
): Promise<Record<string, number>> {
  const table = await openSource(data.source, { baseDir, allow });
  return withPlaces(table, async () => {
    const { features, targets } = columnsOf(data, table);
    const wanted = measures.some((m) => m.of === "features") ? features : new Map<string, readonly string[]>();
    const label = [...targets.values()][0]?.[0];
    const read = await readColumns(table, usesOf(data, table, measures, wanted, label));
    const { train } = partRows(data, read, table.label, label);
    const measured = { data, table, read, features: wanted, train };
    return Object.fromEntries(measures.map((m) => [measureKey(m), one(m, measured)]));
  });
}

function usesOf(
  data: DataIr,
  table: SourceTable,
  measures: readonly Measure[],
  features: Assigned["features"],
  label: string | undefined,
): Map<string, Use> {
  const { uses, want } = wantedColumns(table);
  const use = (name: string): Use => (data.columns[name]?.encode == null ? "value" : "text");
  const wants = (name: string, as: Use): void => want(name, as, "a measured value");
  for (const m of measures)
    if (m.column !== null && m.of !== "features" && m.of !== "rows")
      wants(m.column, m.of === "mean" || m.of === "std" ? "number" : m.of === "classes" ? use(m.column) : "value");
  for (const names of features.values()) names.forEach((name) => wants(name, use(name)));
  for (const name of droppingColumns(data)) wants(name, use(name));
  for (const name of splitColumns(data, label)) wants(name, "value");
  return uses;
}

function one(m: Measure, { data, table, read, features, train }: Measured): number {
  if (m.of === "rows") return train.length;
  const seen = (raw: RawColumn) =>
    columnOf(
      raw,
      table.columns.find((c) => c.name === raw.name)!,
    );
  if (m.of === "features") {
    const names = features.get(m.column ?? "") ?? [...features.values()][0] ?? [];
    const columns = names.map((name) => seen(read.columns.get(name)!));
    return widthOf(columns, (name) => data.columns[name], "float32") ?? NaN;
  }
  const column = read.columns.get(m.column ?? "");
  if (column === undefined || column.kind === "vector") throw wrongType(m, table, column);
  if (m.of === "classes")
    return column.kind === "text" ? seen(column).distinct! : new Set(column.values.filter((x) => x === x)).size;
  const present = train.filter((row) => !isMissing(column, row));
  if (m.of === "count") return countOf(column, present, m.value ?? "");
  if (column.kind !== "number") throw wrongType(m, table, column);
  const mean = present.reduce((sum, row) => sum + column.values[row]!, 0) / present.length;
  if (m.of === "mean") return mean;
  return Math.sqrt(present.reduce((sum, row) => sum + (column.values[row]! - mean) ** 2, 0) / present.length);
}

function wrongType(m: Measure, table: SourceTable, column: RawColumn | undefined): Error {
  const type = column === undefined ? "none" : column.kind === "vector" ? "list" : column.kind;
  return fail("data-file/column-type", { file: table.label, column: m.column ?? "", type, use: `${m.of}(…)` });
}

function countOf(column: Exclude<RawColumn, { kind: "vector" }>, rows: Int32Array, value: string): number {
  if (column.kind === "text") return rows.filter((row) => column.dictionary[column.codes[row]!] === value).length;
  const number = value === "true" ? 1 : value === "false" ? 0 : Number(value);
  return rows.filter((row) => column.values[row] === number).length;
}
