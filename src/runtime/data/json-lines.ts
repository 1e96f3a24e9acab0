import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";

/** In bytes: DuckDB's own limit. */
export const LONGEST_OBJECT = 16_777_216;

interface Line {
  /** From 1. */
  readonly line: number;
  readonly bytes: Buffer;
}

/** The lines of a file that hold anything; one longer than an object may be is the last, cut there. */
async function* filledLines(path: string): AsyncGenerator<Line> {
  let carry: Buffer[] = [];
  let carried = 0;
  let line = 1;
  const joined = (part: Buffer): Buffer => (carried === 0 ? part : Buffer.concat([...carry, part]));
  for await (const part of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let begin = 0;
    for (let end = part.indexOf(0x0a); end >= 0; end = part.indexOf(0x0a, begin)) {
      const bytes = joined(part.subarray(begin, end));
      if (!isBlank(bytes)) yield { line, bytes };
      [carry, carried, begin] = [[], 0, end + 1];
      line++;
    }
    carry.push(Buffer.from(part.subarray(begin)));
    carried += part.length - begin;
    if (carried > LONGEST_OBJECT) break;
  }
  const bytes = Buffer.concat(carry);
  if (!isBlank(bytes)) yield { line, bytes };
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

/** `row 12 (line 14)` of a row from 0: lines without anything are no rows. */
export async function placeOfJsonRow(path: string, row: number): Promise<string> {
  let at = 0;
  for await (const { line } of filledLines(path)) if (at++ === row) return `row ${row + 1} (line ${line})`;
  return `row ${row + 1}`;
}

/** The first line that is no JSON object, null where all are. */
export async function badJsonLine(path: string): Promise<{ readonly place: string; readonly why: string } | null> {
  let row = 0;
  for await (const { line, bytes } of filledLines(path)) {
    const why = fault(bytes);
    if (why !== null) return { place: `row ${row + 1} (line ${line})`, why };
    row++;
  }
  return null;
}

function fault(bytes: Buffer): string | null {
  if (bytes.length > LONGEST_OBJECT) return `the line is longer than ${LONGEST_OBJECT} bytes`;
  if (!isUtf8(bytes)) return "the bytes are not UTF-8";
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    return `no valid JSON (${(error as Error).message})`;
  }
  return typeof value === "object" && value !== null && !Array.isArray(value) ? null : "not an object { … }";
}
