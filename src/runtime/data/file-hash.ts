import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** SHA-256 of files' bytes, one after the other, hexadecimal; streamed, so that memory does not grow with the file. */
export async function hashFiles(paths: readonly string[], start = ""): Promise<string> {
  const hash = createHash("sha256").update(start);
  for (const path of paths) await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { end: false });
  return hash.digest("hex");
}
