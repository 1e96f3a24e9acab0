import { measureKey, type Measure } from "../../ir/data-facts.js";
import type { DataIr } from "../../ir/ir.js";
import { encodedWidth } from "./encode-column.js";
import { featureColumns, requireColumn } from "./feature-columns.js";
import { fitColumn } from "./fit-column.js";
import { withPlaces } from "./load-dataset.js";
import { openSource } from "./open-source.js";
import { isMissing, type RawColumn } from "./raw-column.js";
import { readColumns, type RawTable, type Use } from "./read-columns.js";
import { fail } from "./fail.js";
import type { SourceTable } from "./source-table.js";
import { droppingColumns, partRows, splitColumns } from "./training-rows.js";

/**
 * Measured values by `measureKey`, on the training rows; missing cells are left out. `std` is the population's, as in
 * scaling. `features`: numbers a row of the input that `column` names, of the first input without.
 */
export async function measure(
  data: DataIr,
  baseDir: string,
  measures: readonly Measure[],
  allow: readonly string[] = [baseDir],
): Promise<Record<string, number>> {
  const table = await openSource(data.source, { baseDir, allow });
  return withPlaces(table, async () => {
    const features = measures.some((m) => m.of === "features")
      ? featureColumns(data, table)
      : new Map<string, readonly string[]>();
    const uses = new Map<string, Use>();
    const want = (name: string, use: Use): void => {
      requireColumn(table, name, "a measured value");
      if (!uses.has(name) || uses.get(name) === "key") uses.set(name, use);
    };
    const use = (name: string): Use => (data.columns[name]?.encode == null ? "value" : "text");
    for (const m of measures)
      if (m.column !== null && m.of !== "features" && m.of !== "rows")
        want(m.column, m.of === "mean" || m.of === "std" ? "number" : "value");
    for (const names of features.values()) names.forEach((name) => want(name, use(name)));
    for (const name of droppingColumns(data)) want(name, use(name));
    for (const name of splitColumns(data)) want(name, "value");
    const read = await readColumns(table, uses);
    const { train } = partRows(data, read, table.label);
    return Object.fromEntries(measures.map((m) => [measureKey(m), one(m, data, table, read, features, train)]));
  });
}

function one(
  m: Measure,
  data: DataIr,
  table: SourceTable,
  read: RawTable,
  features: ReadonlyMap<string, readonly string[]>,
  train: Int32Array,
): number {
  if (m.of === "rows") return train.length;
  if (m.of === "features") {
    const names = features.get(m.column ?? "") ?? [...features.values()][0] ?? [];
    const fitted = names.map((name) =>
      fitColumn(read.columns.get(name)!, train, {
        file: table.label,
        ir: data.columns[name],
        normalize: "none",
        dtype: "float32",
      }),
    );
    return fitted.reduce((sum, column) => sum + encodedWidth(column), 0);
  }
  const column = read.columns.get(m.column ?? "");
  if (column === undefined || column.kind === "vector") {
    const type = column === undefined ? "none" : "list";
    throw fail("data-file/column-type", { file: table.label, column: m.column ?? "", type, use: `${m.of}(…)` });
  }
  const present = train.filter((row) => !isMissing(column, row));
  if (m.of === "classes")
    return new Set(Array.from(present, (row) => (column.kind === "text" ? column.codes : column.values)[row]!)).size;
  if (m.of === "count") return countOf(column, present, m.value ?? "");
  if (column.kind !== "number")
    throw fail("data-file/column-type", { file: table.label, column: column.name, type: "text", use: `${m.of}(…)` });
  const mean = present.reduce((sum, row) => sum + column.values[row]!, 0) / present.length;
  if (m.of === "mean") return mean;
  return Math.sqrt(present.reduce((sum, row) => sum + (column.values[row]! - mean) ** 2, 0) / present.length);
}

function countOf(column: Exclude<RawColumn, { kind: "vector" }>, rows: Int32Array, value: string): number {
  if (column.kind === "text") return rows.filter((row) => column.dictionary[column.codes[row]!] === value).length;
  const number = value === "true" ? 1 : value === "false" ? 0 : Number(value);
  return rows.filter((row) => column.values[row] === number).length;
}
