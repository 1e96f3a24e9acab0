import { assign, usesOf, type Assigned } from "../../columns/assign.js";
import type { DataIr } from "../../ir/ir.js";
import { suggest } from "../../text/suggest.js";
import { fail, failureOf } from "./fail.js";
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

/**
 * Which columns of a table feed which input and are which target, in order. @throws Failure for a name or pattern that
 * is no column, and for a column in two uses
 */
export function columnsOf(data: DataIr, table: SourceTable): Pick<Assigned, "features" | "targets"> {
  const names = table.columns.map((c) => c.name);
  const { features, targets, missing, conflicts } = assign(usesOf(data), names);
  const [absent] = missing;
  if (absent) {
    const { param, name } = absent;
    const use = param === "target" ? useOfTarget(data, name) : useOfFeature(data, name);
    if (!name.includes("*")) requireColumn(table, name, use);
    const why = "no column that has no other use fits the pattern";
    throw fail("data-file/unknown-column", { file: table.label, column: name, use }, why);
  }
  if (conflicts[0]) throw failureOf(conflicts[0].problem, table.label);
  for (const [input, columns] of features)
    if (columns.length === 0) throw fail("data-file/no-features", { file: table.label, input });
  return { features, targets };
}

const useOfFeature = ({ features }: DataIr, name: string): string =>
  `a feature of input "${features.find(({ columns }) => columns?.includes(name))!.input}"`;

const useOfTarget = ({ targets }: DataIr, name: string): string =>
  `the target of output "${targets.find(({ columns }) => columns.includes(name))!.output}"`;
