import { suggest } from "../../text/suggest.js";
import type { DataIr } from "../../ir/ir.js";
import { fail } from "./fail.js";
import type { SourceTable } from "./source-table.js";

/** The column of this exact name. @throws Failure with the nearest name */
export function requireColumn(table: SourceTable, column: string, use: string): void {
  const names = table.columns.map((c) => c.name);
  if (names.includes(column)) return;
  const near = suggest(column, names);
  const some = names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
  throw fail(
    "data-file/unknown-column",
    { file: table.label, column, use },
    near === undefined ? `its columns are ${some}` : `did you mean "${near}"?`,
  );
}

/** `px*` → the columns it stands for, in the file's order. An exact name wins over a pattern. */
export function expandPattern(table: SourceTable, pattern: string, use: string): string[] {
  const names = table.columns.map((c) => c.name);
  if (names.includes(pattern) || !pattern.includes("*")) {
    requireColumn(table, pattern, use);
    return [pattern];
  }
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const matcher = new RegExp(`^${parts.join(".*")}$`, "s");
  const found = names.filter((name) => matcher.test(name));
  if (found.length === 0)
    throw fail("data-file/unknown-column", { file: table.label, column: pattern, use }, "no name fits the pattern");
  return found;
}

/**
 * Which columns feed which input, in order. An input without a list takes every column that is no target, no weight and
 * no feature of another input; a column that only orders the rows and holds no numbers (a date) is left out as well.
 */
export function featureColumns(data: DataIr, table: SourceTable): ReadonlyMap<string, readonly string[]> {
  const used = new Set<string>();
  for (const target of data.targets) for (const column of target.columns) used.add(column);
  if (data.weight !== null) used.add(data.weight);
  const listed = new Map<string, string[]>();
  for (const { input, columns } of data.features) {
    if (columns === null) continue;
    const names = columns.flatMap((pattern) => expandPattern(table, pattern, `a feature of input "${input}"`));
    listed.set(input, [...new Set(names)]);
    names.forEach((name) => used.add(name));
  }
  for (const split of [data.test, data.validation]) {
    const column = table.columns.find((c) => c.name === split?.order);
    if (column !== undefined && column.type !== "number" && !used.has(column.name)) used.add(column.name);
  }
  return new Map(
    data.features.map(({ input, columns }) => {
      const names =
        columns === null ? table.columns.map((c) => c.name).filter((name) => !used.has(name)) : listed.get(input)!;
      if (names.length === 0) throw fail("data-file/no-features", { file: table.label, input });
      return [input, names] as const;
    }),
  );
}
