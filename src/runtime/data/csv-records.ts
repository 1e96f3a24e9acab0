import { createReadStream } from "node:fs";

/** One row of a CSV file as bytes. */
export interface CsvRecord {
  /** The line it starts on, from 1. */
  readonly line: number;
  readonly bytes: Buffer;
  /** The file ended inside quotes. */
  readonly open: boolean;
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The records of a CSV file by RFC 4180, header included, blank lines too (as empty records), the byte order mark not.
 * A quote opens only at the start of a value. For headers and for finding what is wrong where; rows are read by DuckDB.
 */
export async function* csvRecords(path: string, delimiter: string, longest = Infinity): AsyncGenerator<CsvRecord> {
  const delimiterByte = delimiter.charCodeAt(0);
  let carry: Buffer = Buffer.alloc(0);
  let line = 1;
  let recordLine = 1;
  let state: "start" | "plain" | "quoted" | "closing" = "start";
  let first = true;
  const cut = (bytes: Buffer): Buffer => (bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes);
  for await (const part of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let chunk = carry.length > 0 ? Buffer.concat([carry, part]) : part;
    if (first) {
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
      first = false;
    }
    let begin = 0;
    for (let i = carry.length; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte === NEWLINE) line++;
      if (state === "quoted") {
        if (byte === QUOTE) state = "closing";
      } else if (byte === NEWLINE) {
        yield { line: recordLine, bytes: cut(chunk.subarray(begin, i)), open: false };
        begin = i + 1;
        recordLine = line;
        state = "start";
      } else if (byte === delimiterByte) state = "start";
      else if (byte === QUOTE) state = state === "start" || state === "closing" ? "quoted" : state;
      else state = "plain";
    }
    carry = Buffer.from(chunk.subarray(begin));
    if (carry.length > longest) {
      yield { line: recordLine, bytes: carry, open: state === "quoted" };
      return;
    }
  }
  if (carry.length > 0) yield { line: recordLine, bytes: cut(carry), open: state === "quoted" };
}

/** The values of a record, unquoted. */
export function csvFields(bytes: Buffer, delimiter: string): string[] {
  const text = bytes.toString("utf8");
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = "";
    if (text[at] === '"') {
      at++;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) return [...fields, field + text.slice(at)];
        field += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        field += '"';
        at++;
      }
    }
    const next = text.indexOf(delimiter, at);
    fields.push(field + (next < 0 ? text.slice(at) : text.slice(at, next)));
    if (next < 0) return fields;
    at = next + 1;
  }
}
