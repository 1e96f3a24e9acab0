import { budget } from "./budget.js";
import { cellFault, shown } from "./cell-fault.js";
import { quoteText, withDuckDb, type DuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { isFinal, unlessFinal } from "./final-error.js";
import { MISSING_TOKENS } from "./missing-token.js";
import type { RawColumn } from "./raw-column.js";
import { numberSink, textSink, vectorSink, type Sink } from "./sinks.js";
import type { SourceColumn, SourceTable } from "./source-table.js";

/** What a column is wanted as: by its type, as categories, as a number whatever it looks like, or to sort by. */
export type Use = "value" | "text" | "number" | "key";
export type Wanted = ReadonlyMap<string, Use>;

export interface RawTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RawColumn>;
}

type Column = readonly [SourceColumn, Use];

/**
 * Reads columns by DuckDB's columnar chunks, in the order of the file. Text formats are read with the numbers parsed by
 * the reader first; where that meets a cell it does not understand, all is read again with the cells as texts, so that
 * every cell is judged by one rule and named with its row.
 * @throws CellFault for a cell that is no number where its column is one; Failure when the file is broken or too large
 */
export async function readColumns(table: SourceTable, wanted: Wanted): Promise<RawTable> {
  const byName = new Map(table.columns.map((column) => [column.name, column] as const));
  const columns = [...wanted].map(([name, as]): Column => [byName.get(name)!, as]);
  try {
    return await withDuckDb(table.files, table.limits, async (db) => {
      const parsed =
        table.parsedSql === null ? null : await readParsed(db, table, table.parsedSql, columns).catch(unlessFinal);
      return parsed ?? (await readWith(db, table, table.sql, columns, new Set()));
    });
  } catch (error) {
    throw isFinal(error) ? error : await table.explain(error);
  }
}

async function readParsed(
  db: DuckDb,
  table: SourceTable,
  sql: (numbers: ReadonlySet<string>) => string,
  columns: readonly Column[],
): Promise<RawTable | null> {
  const numbers = new Set(
    columns.filter(([column, as]) => column.type === "number" && as !== "text").map(([column]) => column.name),
  );
  if (numbers.size === 0) return null;
  return readWith(db, table, sql(numbers), columns, numbers);
}

async function readWith(
  db: DuckDb,
  table: SourceTable,
  from: string,
  columns: readonly Column[],
  parsed: ReadonlySet<string>,
): Promise<RawTable> {
  const sinks = sinksOf(table, columns, parsed);
  const rows = await drain(db, from, sinks);
  if (rows === 0) throw fail("data-file/empty", { file: table.label, what: "header" });
  const read = new Map(sinks.map((sink) => sink.column()).map((column) => [column.name, column] as const));
  for (const [i, [column]] of columns.entries())
    if (!parsed.has(column.name)) await verify(db, table, column, read.get(column.name)!, sinks[i]!.seen());
  return { rows, columns: read };
}

async function drain(db: DuckDb, from: string, sinks: readonly Sink[]): Promise<number> {
  const list = sinks.length > 0 ? sinks.map((sink) => sink.sql).join(", ") : "1";
  let rows = 0;
  await db.stream(`select ${list} from ${from}`, (chunk) => {
    for (let i = 0; i < sinks.length; i++) sinks[i]!.add(chunk.vector(i), chunk.rows);
    rows += chunk.rows;
  });
  return rows;
}

function sinksOf(table: SourceTable, columns: readonly Column[], parsed: ReadonlySet<string>): Sink[] {
  const taken = budget(table.label);
  return columns.map(([column, as]) => {
    const number = () => numberSink(column, parsed.has(column.name), table.rowsAbout, taken);
    const text = () => textSink(column, table.rowsAbout, taken);
    if (as === "key") return column.type === "number" ? number() : text();
    if (column.type === "other" || (column.type === "vector" && as === "text")) {
      const use = as === "text" ? "categories" : "a feature or target";
      throw fail("data-file/column-type", { file: table.label, column: column.name, type: column.typeName, use });
    }
    if (column.type === "vector") return vectorSink(column, taken);
    return as === "text" || (as === "value" && column.type === "text") ? text() : number();
  });
}

/** Types whose cells may hold anything. */
const untyped = new Set(["text", "JSON", "VARCHAR"]);

/** Cells that came back as "no number" although something stands there, and numbers that float32 cannot hold. */
async function verify(
  db: DuckDb,
  table: SourceTable,
  column: SourceColumn,
  read: RawColumn,
  { gaps, overflowAt }: ReturnType<Sink["seen"]>,
): Promise<void> {
  if (read.kind === "text") return;
  if (read.kind === "number" && untyped.has(column.typeName) && gaps) {
    const isNot = column.type === "boolean" ? "true or false" : "a number";
    const tokens = MISSING_TOKENS.map(quoteText).join(", ");
    const [bad] = await db.texts(
      `select cast(n as varchar), t from (select row_number() over () - 1 as n, ${column.text} as t, ` +
        `${column.number} as v from ${table.sql}) ` +
        `where isnan(v) and t is not null and trim(t) not in (${tokens}) order by n limit 1`,
    );
    if (bad !== undefined)
      throw cellFault("data-file/bad-value", Number(bad[0]), {
        column: column.name,
        value: shown(bad[1]),
        expected: isNot,
      });
  }
  if (overflowAt >= 0) {
    const value = read.values[overflowAt]!;
    const expected = Number.isFinite(value) ? "a number that float32 can hold" : "a finite number";
    const row = Math.floor(overflowAt / (read.kind === "vector" ? read.width : 1));
    throw cellFault("data-file/bad-value", row, { column: column.name, value: String(value), expected });
  }
}
