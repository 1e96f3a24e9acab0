import { isUtf8 } from "node:buffer";
import { open, stat } from "node:fs/promises";
import { csvFields, csvRecords, type CsvRecord } from "./csv-records.js";
import { duckDbReason, quoteName, quoteText } from "./duckdb.js";
import { fail } from "./fail.js";
import { isMissingToken, LONGEST_TOKEN } from "./missing-token.js";
import type { SourceColumn, SourceTable } from "./source-table.js";

/** Rows whose values decide the type of a column; every later row is then held to it. */
const SAMPLE_ROWS = 1000;
/** DuckDB's own limit of a row, in bytes. */
const LONGEST_ROW = 2_000_000;

/**
 * A CSV or TSV file: header and sample are read here, the rest by DuckDB. @throws Failure for files without usable
 * header.
 */
export async function openCsv(path: string, label: string, format: "csv" | "tsv"): Promise<SourceTable> {
  const head: CsvRecord[] = [];
  for await (const record of csvRecords(path, format === "tsv" ? "\t" : ",", LONGEST_ROW)) {
    checkBytes(record, label, head.length);
    head.push(record);
    if (head.length > SAMPLE_ROWS) break;
  }
  const header = head[0];
  if (header === undefined || head.every((r) => r.bytes.length === 0))
    throw fail("data-file/empty", { file: label, what: "nothing" });
  const delimiter = format === "tsv" ? "\t" : delimiterOf(header.bytes);
  const names = csvFields(header.bytes, delimiter).map((name) => name.trim());
  checkNames(names, label);
  const isRow = (r: CsvRecord): boolean => names.length === 1 || r.bytes.length > 0;
  const sample = head.slice(1).filter(isRow);
  if (sample.length === 0) throw fail("data-file/empty", { file: label, what: "header" });
  const cells = sample.map((r) => csvFields(r.bytes, delimiter));
  const columns = names.map((name, i) => csvColumn(name, `c${i}`, sniff(cells.map((row) => row[i] ?? ""))));
  const { size } = await stat(path);
  if (await endsInLongLine(path, size))
    throw (
      (await diagnose(path, label, delimiter, names, isRow)) ?? unreadable(label, format, "its last line is too long")
    );
  // every comparison with a token is paid for in every cell: only those that the sample has
  const tokens = new Set(["", ...cells.flat().filter((cell) => cell.length <= LONGEST_TOKEN && isMissingToken(cell))]);
  const reader = (isNumber: (name: string) => boolean, more = ""): string => {
    const types = names.map((name, i) => `'c${i}': '${isNumber(name) ? "DOUBLE" : "VARCHAR"}'`).join(", ");
    const form =
      `delim = ${quoteText(delimiter)}, quote = '"', escape = '"', compression = 'none', max_line_size = ` +
      `${LONGEST_ROW + 1}`;
    return `read_csv(${quoteText(path)}, auto_detect = false, header = true, ${form}, columns = {${types}}${more})`;
  };
  const bytes = head.reduce((sum, record) => sum + record.bytes.length + 1, 0);
  return {
    label,
    sql: reader(() => false),
    parsedSql: (numbers) =>
      reader((name) => numbers.has(name), `, nullstr = [${[...tokens].map(quoteText).join(", ")}]`),
    // a few more, so that the arrays rarely have to grow
    rowsAbout: Math.ceil((size / bytes) * head.length * 1.02) + 64,
    limits: { label, bytes: size },
    columns,
    files: [path],
    hashStart: "",
    place: (row) => placeOf(path, delimiter, isRow, row),
    explain: async (error) =>
      (await diagnose(path, label, delimiter, names, isRow)) ?? unreadable(label, format, error),
  };
}

const unreadable = (label: string, format: string, error: unknown) =>
  fail("data-file/unreadable", { file: label, format: format.toUpperCase(), why: duckDbReason(error) });

/** Files called csv are often separated by semicolons or tabs, which a comma-less header shows. */
function delimiterOf(header: Buffer): string {
  const counts = [",", ";", "\t"].map((d) => [d, csvFields(header, d).length] as const);
  return counts[0]![1] > 1 ? "," : (counts.find(([, n]) => n > 1)?.[0] ?? ",");
}

function checkNames(names: readonly string[], label: string): void {
  const places = new Map<string, number>();
  names.forEach((name, i) => {
    const first = places.get(name);
    if (first !== undefined)
      throw fail("data-file/duplicate-column", { file: label, column: name, first: first + 1, second: i + 1 });
    places.set(name, i);
  });
}

/** What the bytes of one record can be wrong about. `row`: 0 is the header. */
function checkBytes(record: CsvRecord, label: string, row: number): void {
  const place = row === 0 ? "header (line 1)" : `row ${row} (line ${record.line})`;
  if (record.bytes.length > LONGEST_ROW) throw fail("data-file/long-line", { file: label, place, limit: LONGEST_ROW });
  if (record.open) throw fail("data-file/unclosed-quote", { file: label, place });
  if (!isUtf8(record.bytes)) throw fail("data-file/encoding", { file: label, place }, "convert the file to UTF-8");
}

const numeric = /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^\s*[+-]?inf(inity)?\s*$/i;

function sniff(values: readonly string[]): "number" | "boolean" | "text" {
  const present = values.filter((v) => !isMissingToken(v));
  if (present.length === 0) return "number";
  if (present.every((v) => /^\s*(true|false)\s*$/i.test(v))) return "boolean";
  return present.filter((v) => numeric.test(v)).length * 2 >= present.length ? "number" : "text";
}

function csvColumn(name: string, id: string, type: "number" | "boolean" | "text"): SourceColumn {
  const raw = quoteName(id);
  const number = type === "boolean" ? `cast(try_cast(${raw} as boolean) as double)` : `try_cast(${raw} as double)`;
  return { name, type, typeName: "text", raw, number: `coalesce(${number}, 'nan'::double)`, text: raw };
}

async function placeOf(
  path: string,
  delimiter: string,
  isRow: (r: CsvRecord) => boolean,
  row: number,
): Promise<string> {
  let at = -1;
  for await (const record of csvRecords(path, delimiter, LONGEST_ROW)) {
    if (at >= 0 && !isRow(record)) continue;
    if (at++ === row) return `row ${row + 1} (line ${record.line})`;
  }
  return `row ${row + 1}`;
}

/** DuckDB leaves out a last line that is longer than its buffers, without a word. */
async function endsInLongLine(path: string, size: number): Promise<boolean> {
  if (size <= LONGEST_ROW) return false;
  const file = await open(path);
  try {
    const tail = Buffer.allocUnsafe(LONGEST_ROW);
    const { bytesRead } = await file.read(tail, 0, tail.length, size - tail.length);
    return tail.subarray(0, bytesRead - 1).indexOf(NEWLINE) < 0;
  } finally {
    await file.close();
  }
}

const NEWLINE = 0x0a;

/** The first thing that is wrong with the rows' form, null when DuckDB's objection is another one. */
async function diagnose(
  path: string,
  label: string,
  delimiter: string,
  names: readonly string[],
  isRow: (r: CsvRecord) => boolean,
): Promise<Error | null> {
  let row = 0;
  for await (const record of csvRecords(path, delimiter, LONGEST_ROW)) {
    if (row > 0 && !isRow(record)) continue;
    try {
      checkBytes(record, label, row);
    } catch (error) {
      return error as Error;
    }
    const found = csvFields(record.bytes, delimiter).length;
    if (row > 0 && found !== names.length) {
      const nearest = names[Math.min(found, names.length - 1)]!;
      const place = `row ${row} (line ${record.line})`;
      return fail("data-file/ragged-row", { file: label, place, found, expected: names.length, nearest });
    }
    row++;
  }
  return null;
}
