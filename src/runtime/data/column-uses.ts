import type { Assigned } from "../../columns/assign.js";
import type { DataIr } from "../../ir/ir.js";
import type { Preprocessing } from "./dataset.js";
import { requireColumn } from "./feature-columns.js";
import { isIndexClasses } from "./fit-target.js";
import type { Use } from "./read-columns.js";
import type { SourceTable } from "./source-table.js";
import { droppingColumns, splitColumns } from "./training-rows.js";

/** Collects columns to read; a key gives way to any other use. @throws Failure for a column that is not there */
export function wantedColumns(table: SourceTable): {
  readonly uses: Map<string, Use>;
  readonly want: (name: string, use: Use, what: string) => void;
} {
  const uses = new Map<string, Use>();
  return {
    uses,
    want: (name, use, what) => {
      requireColumn(table, name, what);
      if (!uses.has(name) || uses.get(name) === "key") uses.set(name, use);
    },
  };
}

/** Every column a spec uses, and how: to be fitted. */
export function usesToFit(
  data: DataIr,
  table: SourceTable,
  { features, targets }: Pick<Assigned, "features" | "targets">,
): Map<string, Use> {
  const { uses, want } = wantedColumns(table);
  wantSplits(data, [...targets.values()][0]?.[0], want);
  for (const name of droppingColumns(data))
    want(name, data.columns[name]!.encode === null ? "value" : "text", "a column to drop rows by");
  for (const [input, names] of features)
    for (const name of names)
      want(name, data.columns[name]?.encode == null ? "value" : "text", `a feature of input "${input}"`);
  for (const [output, names] of targets)
    for (const name of names) want(name, "value", `the target of output "${output}"`);
  if (data.weight !== null) want(data.weight, "number", "the rows' weight");
  for (const name of Object.keys(data.columns)) requireColumn(table, name, "an entry of `column`");
  return uses;
}

type Want = (name: string, use: Use, what: string) => void;

export function wantSplits(data: DataIr, label: string | undefined, want: Want): void {
  for (const name of splitColumns(data, label)) want(name, "key", "the order or classes of a split");
}

/** Every column that a fitted preprocessing reads, and how. */
export function usesOfFitted(preprocessing: Preprocessing, table: SourceTable, needTargets: boolean, want: Want): void {
  for (const [input, { columns }] of Object.entries(preprocessing.inputs))
    for (const { name, width, encode } of columns) {
      const use = width !== undefined ? "value" : encode === "number" ? "number" : "text";
      want(name, use, `a feature of input "${input}"`);
    }
  if (!needTargets) return;
  const typeOf = (name: string) => table.columns.find((column) => column.name === name)?.type;
  for (const [output, { columns, classes }] of Object.entries(preprocessing.targets))
    for (const name of columns) {
      const isNumber = classes === null || isIndexClasses(classes);
      want(
        name,
        typeOf(name) === "vector" ? "value" : isNumber ? "number" : "text",
        `the target of output "${output}"`,
      );
    }
  if (preprocessing.weight !== null) want(preprocessing.weight, "number", "the rows' weight");
}
