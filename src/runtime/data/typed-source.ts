import type { DuckDBConnection } from "@duckdb/node-api";
import { duckDbReason, queryRows, quoteName, quoteText, withDuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { resolveQuery } from "./query.js";
import type { SourceColumn, SourceTable } from "./source-table.js";

/** JSON lines, Parquet: the format gives the types. */
export async function openTyped(path: string, label: string, format: "jsonl" | "parquet"): Promise<SourceTable> {
  const sql =
    format === "parquet"
      ? `read_parquet(${quoteText(path)})`
      : `read_json(${quoteText(path)}, format = 'newline_delimited', sample_size = -1, maximum_object_size = 16777216)`;
  const name = format === "parquet" ? "Parquet" : "JSON lines";
  const broken = (error: unknown) =>
    fail("data-file/unreadable", { file: label, format: name, why: placed(duckDbReason(error), path, label) });
  const columns = await withDuckDb([path], (db) => describe(db, sql)).catch((error: unknown) => {
    throw broken(error);
  });
  const place = (row: number) => Promise.resolve(format === "jsonl" ? `row ${row + 1} (line ${row + 1})` : `row ${row + 1}`);
  return { label, sql, columns, files: [path], hashStart: "", place, explain: (error) => Promise.resolve(broken(error)) };
}

/** `sql("select …")`. */
export async function openQuery(query: string, baseDir: string, allow: readonly string[]): Promise<SourceTable> {
  const resolved = await resolveQuery(query, baseDir, allow);
  const broken = (error: unknown) => fail("data-file/query-refused", { why: duckDbReason(error) });
  const sql = `(${resolved.sql})`;
  const columns = await withDuckDb(resolved.files, (db) => describe(db, sql)).catch((error: unknown) => {
    throw broken(error);
  });
  return {
    label: "the query",
    sql,
    columns,
    files: resolved.files,
    hashStart: query,
    place: (row) => Promise.resolve(`row ${row + 1}`),
    explain: (error) => Promise.resolve(broken(error)),
  };
}

const placed = (reason: string, path: string, label: string): string => reason.replaceAll(path, label);

async function describe(db: DuckDBConnection, sql: string): Promise<SourceColumn[]> {
  const rows = await queryRows(db, `describe select * from ${sql}`);
  return rows.map(([name, type]) => typedColumn(String(name), String(type)));
}

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const VECTOR = /^(U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\([\d,]*\))\[\d*\]$/;

function typedColumn(name: string, typeName: string): SourceColumn {
  const raw = quoteName(name);
  const nan = (sql: string): string => `coalesce(${sql}, 'nan'::double)`;
  const base = { name, typeName, raw, text: `cast(${raw} as varchar)` };
  if (NUMBER.test(typeName)) return { ...base, type: "number", number: nan(`cast(${raw} as double)`) };
  if (typeName === "BOOLEAN") return { ...base, type: "boolean", number: nan(`cast(${raw} as double)`) };
  // JSON: a key whose values are of several kinds
  if (typeName === "JSON") return { ...base, type: "number", number: nan(`try_cast(${raw}->>'$' as double)`), text: `${raw}->>'$'` };
  if (/^(VARCHAR|UUID|ENUM\(.*\))$/s.test(typeName)) return { ...base, type: "text", number: nan(`try_cast(${raw} as double)`) };
  return { ...base, type: VECTOR.test(typeName) ? "vector" : "other", number: "'nan'::double" };
}
