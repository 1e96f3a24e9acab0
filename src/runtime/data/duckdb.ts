import { availableParallelism, totalmem } from "node:os";
import type * as Bindings from "@duckdb/node-bindings";
import { bindings } from "./bindings.js";
import { fail } from "./fail.js";
import { textsOf } from "./vectors.js";

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What the database itself may hold at once, in bytes; with half the machine's memory, the smaller of the two. */
const DATABASE_BYTES = 4 * 2 ** 30;
/** Finished chunks that may wait for JavaScript: with DuckDB's own megabyte, its threads wait most of the time. */
const WAITING_BYTES = 32 * 2 ** 20;
/** Below this size of the files, a second thread costs more than it brings. */
const ONE_THREAD_BYTES = 8 * 2 ** 20;

export interface DuckDbLimits {
  /** For messages: the path as written, or "the query". */
  readonly label: string;
  /** Whatever is asked is broken off after this time. */
  readonly seconds?: number;
  /** Of the files together, where known. */
  readonly bytes?: number;
}

/** Columns of up to 2,048 rows. They are only valid until the next chunk is asked for. */
export interface Chunk {
  readonly rows: number;
  readonly vector: (column: number) => Bindings.Vector;
}

export interface DuckDb {
  readonly run: (sql: string) => Promise<void>;
  /** All rows of a small result whose values are texts. */
  readonly texts: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
  /** Passes a result on, chunk by chunk, in the order of its rows. */
  readonly stream: (sql: string, each: (chunk: Chunk) => void) => Promise<void>;
}

/**
 * Runs `use` with a database in memory that can open exactly `paths` (absolute, real) and nothing else: no other file,
 * no network, no extension, no spilling to disk, no change of these settings.
 * @throws Failure `data-file/too-slow`, `data-file/too-large`; DuckDB's own errors as they are
 */
export async function withDuckDb<T>(
  paths: readonly string[],
  limits: DuckDbLimits,
  use: (db: DuckDb) => Promise<T>,
): Promise<T> {
  const duckdb = bindings();
  const threads = (limits.bytes ?? Infinity) <= ONE_THREAD_BYTES ? 1 : Math.min(8, availableParallelism());
  const memory = Math.floor(Math.min(DATABASE_BYTES, totalmem() / 2));
  const config = duckdb.create_config();
  const settings = {
    threads: String(threads),
    memory_limit: `${memory}B`,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    preserve_insertion_order: "true",
  };
  for (const [name, value] of Object.entries(settings)) duckdb.set_config(config, name, value);
  const database = await duckdb.open(":memory:", config);
  const connection = await duckdb.connect(database);
  const clock = { late: false };
  const timer =
    limits.seconds === undefined
      ? undefined
      : setTimeout(() => {
          clock.late = true;
          duckdb.interrupt(connection);
        }, limits.seconds * 1000);
  try {
    const db = session(duckdb, connection);
    await db.run(`set streaming_buffer_size = '${WAITING_BYTES}B'`);
    if (paths.length > 0) await db.run(`set allowed_paths = [${paths.map(quoteText).join(", ")}]`);
    await db.run("set enable_external_access = false");
    await db.run("set lock_configuration = true");
    const result = await use(db);
    // a result that is interrupted while it is passed on just ends
    if (clock.late) throw new Error("interrupted");
    return result;
  } catch (error) {
    if (clock.late) throw fail("data-file/too-slow", { file: limits.label, seconds: limits.seconds ?? 0 });
    if (isOutOfMemory(error))
      throw fail("data-file/too-large", {
        file: limits.label,
        what: `more than ${gigabytes(memory)} of working memory`,
      });
    throw error;
  } finally {
    clearTimeout(timer);
    duckdb.disconnect_sync(connection);
    duckdb.close_sync(database);
  }
}

export const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toFixed(1))} GB`;

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && /^Out of Memory Error|std::bad_alloc/.test(error.message);

function session(duckdb: typeof Bindings, connection: Bindings.Connection): DuckDb {
  const each = async (result: Bindings.Result, use: (chunk: Chunk) => void): Promise<void> => {
    for (;;) {
      const chunk = await duckdb.fetch_chunk(result);
      const rows = chunk === null ? 0 : duckdb.data_chunk_get_size(chunk);
      if (chunk === null || rows === 0) return;
      use({ rows, vector: (column) => duckdb.data_chunk_get_vector(chunk, column) });
    }
  };
  return {
    run: async (sql) => void (await duckdb.query(connection, sql)),
    texts: async (sql) => {
      const result = await duckdb.query(connection, sql);
      const columns = duckdb.column_count(result);
      const rows: (string | null)[][] = [];
      await each(result, (chunk) => {
        const first = rows.length;
        for (let row = 0; row < chunk.rows; row++) rows.push([]);
        for (let column = 0; column < columns; column++) {
          const read = textsOf(chunk.vector(column), chunk.rows);
          for (let row = 0; row < chunk.rows; row++) rows[first + row]!.push(read(row));
        }
      });
      return rows;
    },
    stream: async (sql, use) => {
      const prepared = await duckdb.prepare(connection, sql);
      try {
        await each(await duckdb.execute_prepared_streaming(prepared), use);
      } finally {
        duckdb.destroy_prepare_sync(prepared);
      }
    },
  };
}

/** DuckDB's message without its class, fixes and file dump: its first line. */
export const duckDbReason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .split("\n")[0]!
    .replace(/^[A-Z][A-Za-z ]* Error: /, "")
    .trim();
