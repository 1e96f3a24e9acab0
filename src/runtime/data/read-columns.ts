import type { DuckDBConnection, DuckDBVector } from "@duckdb/node-api";
import { Failure } from "../../diagnostics/failure.js";
import { cellFault, CellFault, shown } from "./cell-fault.js";
import { queryRows, quoteText, withDuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { isMissingToken, MISSING_TOKENS } from "./missing-token.js";
import type { RawColumn } from "./raw-column.js";
import type { SourceColumn, SourceTable } from "./source-table.js";
import { textIndex } from "./text-index.js";

/** What a column is wanted as: by its type, as categories, as a number whatever it looks like, or to sort by. */
export type Use = "value" | "text" | "number" | "key";
export type Wanted = ReadonlyMap<string, Use>;

export interface RawTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RawColumn>;
}

/** A column that grows by chunks. */
interface Sink {
  readonly sql: string;
  readonly add: (vector: DuckDBVector, count: number) => void;
  readonly column: () => RawColumn;
}

/**
 * Reads columns in one pass, by DuckDB's columnar chunks. Row order is the file's.
 * @throws CellFault for a cell that is no number where its column is one; Failure when the file is broken
 */
export async function readColumns(table: SourceTable, wanted: Wanted): Promise<RawTable> {
  const columns = [...wanted].map(([name, as]) => [table.columns.find((c) => c.name === name)!, as] as const);
  try {
    return await withDuckDb(table.files, async (db) => {
      const sinks = columns.map(([column, as]) => sinkOf(table, column, as));
      const rows = await drain(db, table, sinks);
      if (rows === 0) throw fail("data-file/empty", { file: table.label, what: "header" });
      const read = new Map(sinks.map((sink) => sink.column()).map((column) => [column.name, column] as const));
      for (const [column] of columns) await verify(db, table, column, read.get(column.name)!);
      return { rows, columns: read };
    });
  } catch (error) {
    throw error instanceof CellFault || error instanceof Failure ? error : await table.explain(error);
  }
}

async function drain(db: DuckDBConnection, table: SourceTable, sinks: readonly Sink[]): Promise<number> {
  const list = sinks.length > 0 ? sinks.map((sink) => sink.sql).join(", ") : "1";
  const result = await db.stream(`select ${list} from ${table.sql}`);
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return rows;
    sinks.forEach((sink, i) => sink.add(chunk.getColumnVector(i), chunk.rowCount));
    rows += chunk.rowCount;
  }
}

function sinkOf(table: SourceTable, column: SourceColumn, as: Use): Sink {
  const use = as === "text" ? "categories" : "a feature or target";
  if (as === "key") return column.type === "number" ? numberSink(column) : textSink(column);
  if (column.type === "other" || (column.type === "vector" && as === "text"))
    throw fail("data-file/column-type", { file: table.label, column: column.name, type: column.typeName, use });
  if (column.type === "vector") return vectorSink(column);
  return as === "text" || (as === "value" && column.type === "text") ? textSink(column) : numberSink(column);
}

/** Grows by doubling; trimmed once at the end. */
function growing(start: number): { data: () => Float64Array; reserve: (n: number) => Float64Array; used: number } {
  let data = new Float64Array(start);
  const self = {
    used: 0,
    data: () => data.subarray(0, self.used),
    reserve: (n: number) => {
      if (self.used + n > data.length) {
        const larger = new Float64Array(Math.max(data.length * 2, self.used + n));
        larger.set(data.subarray(0, self.used));
        data = larger;
      }
      return data;
    },
  };
  return self;
}

function numberSink(column: SourceColumn): Sink {
  const values = growing(8192);
  return {
    sql: column.number,
    add: (vector, count) => {
      values.reserve(count).set((vector as unknown as { items: Float64Array }).items.subarray(0, count), values.used);
      values.used += count;
    },
    column: () => ({ kind: "number", name: column.name, values: values.data() }),
  };
}

function textSink(column: SourceColumn): Sink {
  const index = textIndex();
  let codes = new Int32Array(8192);
  let used = 0;
  // a column of a typed format says null where it misses something; its texts mean themselves
  const missing = column.typeName === "text" ? isMissingToken : (text: string): boolean => text === "";
  const numbers = column.type === "number" && column.typeName !== "text" && column.typeName !== "JSON";
  return {
    sql: numbers ? `cast(${column.number} as varchar)` : `coalesce(${column.text}, '')`,
    add: (vector, count) => {
      if (used + count > codes.length) {
        const larger = new Int32Array(Math.max(codes.length * 2, used + count));
        larger.set(codes);
        codes = larger;
      }
      index.codes(vector, count, codes, used);
      used += count;
    },
    column: () => {
      const texts = numbers ? index.texts().map(plainNumber) : index.texts();
      const dictionary = [...new Set(texts)].filter((text) => !missing(text));
      const place = new Map(dictionary.map((text, i) => [text, i] as const));
      const moved = Int32Array.from(texts, (text) => place.get(text) ?? -1);
      return { kind: "text", name: column.name, codes: codes.subarray(0, used).map((code) => moved[code]!), dictionary };
    },
  };
}

/** `3.0` → `3`: a number's text does not depend on the type it is stored as. */
const plainNumber = (text: string): string => (text === "nan" ? "" : String(Number(text)));

function vectorSink(column: SourceColumn): Sink {
  const values = growing(8192);
  let width = -1;
  let rows = 0;
  return {
    sql: `cast(${column.raw} as double[])`,
    add: (vector, count) => {
      for (let i = 0; i < count; i++, rows++) {
        const list = vector.getItem(i) as { readonly items: readonly (number | null)[] } | null;
        if (list !== null && width < 0) {
          width = list.items.length;
          if (rows > 0) values.reserve(rows * width).fill(NaN, 0, (values.used = rows * width));
        }
        if (list !== null && list.items.length !== width)
          throw cellFault("data-file/vector-length", rows, { column: column.name, found: list.items.length, expected: width });
        if (width < 0) continue;
        const data = values.reserve(width);
        for (let k = 0; k < width; k++) data[values.used + k] = list?.items[k] ?? NaN;
        values.used += width;
      }
    },
    column: () => ({ kind: "vector", name: column.name, width: Math.max(width, 0), values: values.data() }),
  };
}

/** Types whose cells may hold anything. */
const untyped = new Set(["text", "JSON", "VARCHAR"]);

/** Cells that came back as "no number" although something stands there, and numbers that float32 cannot hold. */
async function verify(db: DuckDBConnection, table: SourceTable, column: SourceColumn, read: RawColumn): Promise<void> {
  if (read.kind === "text") return;
  const width = read.kind === "vector" ? read.width : 1;
  const { gaps, at } = survey(read.values);
  if (read.kind === "number" && untyped.has(column.typeName) && gaps) {
    const isNot = column.type === "boolean" ? "true or false" : "a number";
    const text = column.text;
    const tokens = MISSING_TOKENS.map(quoteText).join(", ");
    const [bad] = await queryRows(
      db,
      `select n, t from (select row_number() over () - 1 as n, ${text} as t, ${column.number} as v from ${table.sql}) ` +
        `where isnan(v) and t is not null and trim(t) not in (${tokens}) order by n limit 1`,
    );
    if (bad !== undefined)
      throw cellFault("data-file/bad-value", Number(bad[0]), { column: column.name, value: shown(bad[1]), expected: isNot });
  }
  if (at >= 0) {
    const expected = Number.isFinite(read.values[at]!) ? "a number that float32 can hold" : "a finite number";
    throw cellFault("data-file/bad-value", Math.floor(at / width), { column: column.name, value: String(read.values[at]), expected });
  }
}

/** Whether there are NaN, and where the first number is that float32 cannot hold. */
function survey(values: Float64Array): { readonly gaps: boolean; readonly at: number } {
  let gaps = false;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (x !== x) gaps = true;
    else if (Math.abs(x) >= FLOAT32_OVERFLOW) return { gaps: gaps || values.subarray(i).some(Number.isNaN), at: i };
  }
  return { gaps, at: -1 };
}

/** From here on, rounding to float32 gives infinity: the largest float32 and half a step. */
const FLOAT32_OVERFLOW = 2 ** 128 - 2 ** 103;
