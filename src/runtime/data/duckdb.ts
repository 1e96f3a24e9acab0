import { availableParallelism } from "node:os";
import type { DuckDBConnection } from "@duckdb/node-api";

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Bounds of one query. */
const MEMORY_LIMIT = "4GB";

/**
 * Runs `use` with a database in memory that can open exactly `paths` (absolute, real) and nothing else: no other file, no network,
 * no extension, no spilling to disk, no change of these settings.
 */
export async function withDuckDb<T>(paths: readonly string[], use: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(Math.min(8, availableParallelism())),
    memory_limit: MEMORY_LIMIT,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "true",
  });
  const db = await instance.connect();
  try {
    if (paths.length > 0) await db.run(`set allowed_paths = [${paths.map(quoteText).join(", ")}]`);
    await db.run("set enable_external_access = false");
    await db.run("set lock_configuration = true");
    return await use(db);
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

/** All rows of a small result as JSON-like values (big integers as strings). */
export async function queryRows(db: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await db.runAndReadAll(sql)).getRowsJson();
}

/** DuckDB's message without its class, fixes and file dump: its first line. */
export const duckDbReason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .split("\n")[0]!
    .replace(/^[A-Z][A-Za-z ]* Error: /, "")
    .trim();
