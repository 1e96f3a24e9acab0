import { stat } from "node:fs/promises";
import { Failure } from "../../diagnostics/failure.js";
import { duckDbReason, quoteName, quoteText, withDuckDb, type DuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { jsonFault } from "./json-depth.js";
import { badJsonLine, LONGEST_OBJECT, placeOfJsonRow } from "./json-lines.js";
import { resolveQuery } from "./query.js";
import type { SourceColumn, SourceTable } from "./source-table.js";

/**
 * Of everything but CSV, whose time its size bounds: a query, or a small file that unfolds to more rows than there is
 * time for.
 */
const SECONDS = 120;

/** JSON lines, Parquet: the format gives the types. */
export async function openTyped(path: string, label: string, format: "jsonl" | "parquet"): Promise<SourceTable> {
  const sql =
    format === "parquet"
      ? `read_parquet(${quoteText(path)})`
      : `read_json(${quoteText(path)}, format = 'newline_delimited', records = true, sample_size = -1, ` +
        `maximum_object_size = ${LONGEST_OBJECT}, compression = 'uncompressed')`;
  const name = format === "parquet" ? "Parquet" : "JSON lines";
  const explain = async (error: unknown): Promise<Error> => {
    if (error instanceof Failure) return error;
    const bad = format === "jsonl" ? await badJsonLine(path) : null;
    const why = bad === null ? duckDbReason(error).replaceAll(path, label) : `${bad.place}: ${bad.why}`;
    return fail("data-file/unreadable", { file: label, format: name, why });
  };
  const fault = format === "jsonl" ? await jsonFault(path, true) : null;
  if (fault !== null) throw fail("data-file/unreadable", { file: label, format: name, why: fault });
  const limits = { label, seconds: SECONDS, bytes: (await stat(path)).size };
  const columns = await withDuckDb([path], limits, (db) => describe(db, sql)).catch(async (error: unknown) => {
    throw await explain(error);
  });
  const place = (row: number) => (format === "jsonl" ? placeOfJsonRow(path, row) : Promise.resolve(`row ${row + 1}`));
  return { label, sql, parsedSql: null, rowsAbout: 0, limits, columns, files: [path], hashStart: "", place, explain };
}

/** `sql("select …")`. */
export async function openQuery(query: string, baseDir: string, allow: readonly string[]): Promise<SourceTable> {
  const resolved = await resolveQuery(query, baseDir, allow);
  const explain = (error: unknown): Promise<Error> =>
    Promise.resolve(error instanceof Failure ? error : fail("data-file/query-refused", { why: duckDbReason(error) }));
  const sql = `(${resolved.sql})`;
  const limits = { label: "the query", seconds: SECONDS };
  const columns = await withDuckDb(resolved.files, limits, (db) => describe(db, sql)).catch(async (error: unknown) => {
    throw await explain(error);
  });
  const place = (row: number) => Promise.resolve(`row ${row + 1}`);
  return {
    label: limits.label,
    sql,
    parsedSql: null,
    rowsAbout: 0,
    limits,
    columns,
    files: resolved.files,
    hashStart: query,
    place,
    explain,
  };
}

async function describe(db: DuckDb, sql: string): Promise<SourceColumn[]> {
  const rows = await db.texts(`select column_name, column_type from (describe select * from ${sql})`);
  return rows.map(([name, type]) => typedColumn(name ?? "", type ?? ""));
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
  if (typeName === "JSON")
    return { ...base, type: "number", number: nan(`try_cast(${raw}->>'$' as double)`), text: `${raw}->>'$'` };
  if (/^(VARCHAR|UUID|ENUM\(.*\))$/s.test(typeName))
    return { ...base, type: "text", number: nan(`try_cast(${raw} as double)`) };
  return { ...base, type: VECTOR.test(typeName) ? "vector" : "other", number: "'nan'::double" };
}
