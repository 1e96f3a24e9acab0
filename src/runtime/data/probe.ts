import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { SourceIr } from "../../ir/ir.js";
import { Failure } from "../../diagnostics/failure.js";
import { queryRows, quoteText, withDuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { MISSING_TOKENS } from "./missing-token.js";
import { openSource } from "./open-source.js";
import type { SourceColumn, SourceTable } from "./source-table.js";
import { sortCategories } from "./vocabulary.js";

/** Different values are counted up to here, and listed up to `LISTED`. */
const COUNTED = 10_000;
const LISTED = 200;

/** What a spec can be checked against, in two passes over the file: counts and ranges, then the values of columns with few. */
export async function probe(source: SourceIr, baseDir: string, allow: readonly string[] = [baseDir]): Promise<DataFacts> {
  const table = await openSource(source, { baseDir, allow });
  try {
    return await withDuckDb(table.files, (db) => factsOf(db, table));
  } catch (error) {
    throw error instanceof Failure ? error : await table.explain(error);
  }
}

/** The cell as text, null where it is missing. */
function presentText(column: SourceColumn): string {
  if (column.typeName === "text" || column.typeName === "JSON") {
    const tokens = MISSING_TOKENS.map(quoteText).join(", ");
    return `case when trim(${column.text}) in (${tokens}) then null else ${column.text} end`;
  }
  return column.type === "number" ? `case when isnan(${column.number}) then null else ${column.text} end` : `nullif(${column.text}, '')`;
}

async function factsOf(db: DuckDBConnection, table: SourceTable): Promise<DataFacts> {
  const numeric = (c: SourceColumn): boolean => c.type === "number";
  const listed = (c: SourceColumn): boolean => c.type !== "vector" && c.type !== "other";
  const parts = table.columns.flatMap((c) => {
    const number = `case when isnan(${c.number}) then null else ${c.number} end`;
    return [
      `count(${presentText(c)})`,
      listed(c) ? `approx_count_distinct(${presentText(c)})` : "0",
      ...(numeric(c)
        ? [`min(${number})`, `max(${number})`, `count(${number})`, `coalesce(bool_and(${number} = floor(${number})), false)`]
        : ["null", "null", "0", "false"]),
    ];
  });
  const [row] = await queryRows(db, `select count(*), ${parts.join(", ")} from ${table.sql}`);
  const rows = Number(row![0]);
  if (rows === 0) throw fail("data-file/empty", { file: table.label, what: "header" });
  // the estimate is within a few per cent: twice the limit is surely above it
  const few = table.columns.filter((c, i) => listed(c) && Number(row![2 + i * 6]) <= 2 * COUNTED);
  const exact =
    few.length === 0
      ? []
      : (await queryRows(db, `select ${few.map((c) => `count(distinct ${presentText(c)})`).join(", ")} from ${table.sql}`))[0]!;
  const distinct = new Map(few.map((c, i) => [c.name, Number(exact[i])] as const));
  const small = few.filter((c) => distinct.get(c.name)! <= LISTED);
  const lists =
    small.length === 0
      ? []
      : (await queryRows(db, `select ${small.map((c) => `list(distinct ${presentText(c)})`).join(", ")} from ${table.sql}`))[0]!;
  const values = new Map(small.map((c, i) => [c.name, (lists[i] as (string | null)[] | null) ?? []] as const));
  const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
  const faults = await firstFaults(
    db,
    table,
    table.columns.filter((c, i) => listed(c) && (Number(row![1 + i * 6]) < rows || (numeric(c) && Number(row![1 + i * 6]) !== Number(row![5 + i * 6])))),
  );
  const columns = table.columns.map((c, i): ColumnFacts => {
    const [present, , min, max, numbers, whole] = row!.slice(1 + i * 6, 7 + i * 6);
    const count = distinct.get(c.name);
    const all = number(present) === number(numbers);
    const type = c.type === "number" ? (all && whole === true ? "integer" : "number") : c.type === "vector" ? "other" : c.type;
    const texts = values.get(c.name)?.filter((text) => text !== null);
    return {
      name: c.name,
      type,
      missing: rows - Number(present),
      missingAt: faults.get(c.name)?.missingAt ?? null,
      stray: faults.get(c.name)?.stray ?? null,
      distinct: count === undefined || count > COUNTED ? null : count,
      min: type === "text" ? null : number(min),
      max: type === "text" ? null : number(max),
      values:
        texts === undefined
          ? null
          : sortCategories([...new Set(texts.map((text) => (c.type === "number" && all ? String(Number(text)) : text)))]),
    };
  });
  return { rows, columns };
}

interface Faults {
  readonly missingAt: string | null;
  readonly stray: ColumnFacts["stray"];
}

/** Where the first missing value and the first stray text of these columns stand: a pass of its own, only for files that need it. */
async function firstFaults(db: DuckDBConnection, table: SourceTable, columns: readonly SourceColumn[]): Promise<ReadonlyMap<string, Faults>> {
  const found = new Map<string, Faults>();
  if (columns.length === 0) return found;
  const parts = columns.flatMap((c) => {
    const stray = c.type === "number" ? `${presentText(c)} is not null and isnan(${c.number})` : "false";
    return [`min(case when ${presentText(c)} is null then place end)`, `min(case when ${stray} then place end)`, `arg_min(case when ${stray} then ${c.text} end, case when ${stray} then place end)`];
  });
  const [row] = await queryRows(db, `select ${parts.join(", ")} from (select *, row_number() over () - 1 as place from ${table.sql})`);
  for (const [i, c] of columns.entries()) {
    const [missing, stray, value] = row!.slice(i * 3, i * 3 + 3);
    found.set(c.name, {
      missingAt: missing === null ? null : await table.place(Number(missing)),
      stray: stray === null ? null : { place: await table.place(Number(stray)), value: String(value) },
    });
  }
  return found;
}
