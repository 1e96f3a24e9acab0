import type { SourceIr } from "../../ir/ir.js";
import { allowedPath } from "./allowed-path.js";
import { openCsv } from "./csv-source.js";
import { fail } from "./fail.js";
import { hashFiles } from "./file-hash.js";
import { resolveQuery } from "./query.js";
import type { SourceTable } from "./source-table.js";
import { openQuery, openTyped } from "./typed-source.js";

export interface SourceOptions {
  /** The spec's folder: relative paths start here. */
  readonly baseDir: string;
  /** Folders that may be read; only `baseDir` unless given. */
  readonly allow?: readonly string[];
}

/** Opens a source: finds and checks the file, its columns and their types. Rows are not read yet. */
export async function openSource(
  source: SourceIr,
  { baseDir, allow = [baseDir] }: SourceOptions,
): Promise<SourceTable> {
  if (source.format === "sql") return openQuery(source.query, baseDir, allow);
  const path = await allowedPath(source.path, baseDir, allow);
  if (source.format === "csv" || source.format === "tsv") return openCsv(path, source.path, source.format);
  return openTyped(path, source.path, source.format);
}

/**
 * The hash that `loadDataset` gives the same source, without reading it as data. @throws Failure when a file is not
 * there or not allowed
 */
export async function hashSource(source: SourceIr, { baseDir, allow = [baseDir] }: SourceOptions): Promise<string> {
  if (source.format !== "sql") return hashFiles([await allowedPath(source.path, baseDir, allow)]);
  const { files } = await resolveQuery(source.query, baseDir, allow);
  return hashFiles(files, source.query);
}

/** A data file given by its path alone: the ending says the format. @throws Failure for an unknown ending */
export function sourceOfPath(path: string): SourceIr {
  const ending = /\.([^.\\/]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const format = (
    { csv: "csv", tsv: "tsv", tab: "tsv", jsonl: "jsonl", ndjson: "jsonl", parquet: "parquet", pq: "parquet" } as const
  )[ending];
  if (format === undefined) {
    const why =
      ending === "" ? "its name has no ending that says what it is" : `".${ending}" is no format that regnet reads`;
    throw fail(
      "data-file/unreadable",
      { file: path, format: "data", why },
      "known endings: .csv, .tsv, .jsonl, .parquet",
    );
  }
  return { format, path };
}
