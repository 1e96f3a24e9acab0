import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/**
 * SHA-256 of files' bytes, one after the other, hexadecimal; piece by piece into one buffer, so that memory does not
 * grow with the file.
 */
export async function hashFiles(paths: readonly string[], start = ""): Promise<string> {
  const hash = createHash("sha256").update(start);
  const buffer = Buffer.allocUnsafe(1 << 19);
  for (const path of paths) {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest("hex");
}
