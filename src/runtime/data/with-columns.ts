import { assign, usesOf } from "../../columns/assign.js";
import { laidOut } from "../../columns/lay-out.js";
import { isPattern } from "../../columns/pattern.js";
import { isProblem } from "../../columns/problem.js";
import type { DataIr, StoredShape } from "../../ir/ir.js";
import type { FittedColumn, Preprocessing } from "./dataset.js";
import { failureOf } from "./fail.js";
import type { SourceTable } from "./source-table.js";

type Inputs = Preprocessing["inputs"];

/** What a trained model says of its inputs: shapes without the batch, and the columns that were written for them. */
export interface Declared {
  readonly inputs: Readonly<Record<string, StoredShape>>;
  readonly data: DataIr | null;
}

/**
 * Inputs with open lengths as the columns of a new file feed them, where a pattern names the columns (`features: "s*"`)
 * and nothing was learned of any of them: as many as fit it. @throws Failure where those do not fill the shape
 */
export function withColumns(inputs: Inputs, table: SourceTable, { inputs: shapes, data }: Declared): Inputs {
  const names = table.columns.map((column) => column.name);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const declared = shapes[name];
      const written = data?.features.find((feature) => feature.input === name)?.columns ?? null;
      const follows = written?.some((text) => isPattern(text, names)) === true && input.columns.every(isPlain);
      if (data === null || !declared?.includes(null) || !follows) return [name, input];
      const found = assign(usesOf(data), names).features.get(name)!;
      if (found.length === 0) return [name, input]; // that they are missing is said where they are read
      const shape = laidOut(declared, { input: name, columns: found.length, numbers: found.length });
      if (isProblem(shape)) throw failureOf(shape, table.label);
      const known = new Map(input.columns.map((column) => [column.name, column]));
      return [name, { ...input, shape, columns: found.map((column) => known.get(column) ?? plain(column)) }];
    }),
  );
}

/** One number a row, as it is. */
const isPlain = ({ encode, width, scaling, fill, dropMissing }: FittedColumn): boolean =>
  encode === "number" && width === undefined && scaling === null && fill === null && !dropMissing;

/** A column that training did not have: a missing value in it has nothing to stand for it. */
const plain = (name: string): FittedColumn => ({
  name,
  encode: "number",
  vocabulary: null,
  scaling: null,
  fill: null,
  dropMissing: false,
});

/** Columns of a new file that an input with an open length leaves out, as it reads those of the training by name. */
export function unreadColumns(
  { inputs, targets, weight }: Preprocessing,
  table: SourceTable,
  { inputs: shapes, data }: Declared,
): readonly string[] {
  const open = Object.entries(inputs).filter(
    ([name, { columns }]) => shapes[name]?.includes(null) && columns.length > 1,
  );
  const all = open.some(([name]) => data?.features.some(({ input, columns }) => input === name && columns === null));
  if (!all || data === null) return [];
  const read = new Set([
    ...Object.values(inputs).flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...Object.values(targets).flatMap(({ columns }) => columns),
    ...usesOf(data).order,
    ...(weight === null ? [] : [weight]),
  ]);
  return table.columns.map(({ name }) => name).filter((name) => !read.has(name));
}
