import { createReadStream } from "node:fs";

/** DuckDB follows nested values by recursion, and one that is nested a hundred thousand times ends the process. */
const DEEPEST = 100;

/**
 * What must not be given to DuckDB as JSON: nested too deeply, or compressed, so that this cannot be seen. Null:
 * nothing. `byLine`: a value ends with its line, so that a broken line says nothing of the next.
 */
export async function jsonFault(path: string, byLine: boolean): Promise<string | null> {
  let [line, depth, inText, escaped, first] = [1, 0, false, false, true];
  for await (const part of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    if (first && ((part[0] === 0x1f && part[1] === 0x8b) || part.subarray(0, 4).toString("hex") === "28b52ffd"))
      return "it is compressed: unpack it first";
    first = false;
    for (let i = 0; i < part.length; i++) {
      const byte = part[i]!;
      if (byte === 0x0a) {
        line++;
        if (byLine) [depth, inText, escaped] = [0, false, false];
      } else if (escaped) escaped = false;
      else if (inText) {
        if (byte === 0x22) inText = false;
        else if (byte === 0x5c) escaped = true;
      } else if (byte === 0x22) inText = true;
      else if (byte === 0x5b || byte === 0x7b) {
        if (++depth > DEEPEST) return `line ${line}: values are nested more than ${DEEPEST} deep`;
      } else if (byte === 0x5d || byte === 0x7d) depth = Math.max(0, depth - 1);
    }
  }
  return null;
}
