import { randomBytes } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { failureOf, notWritable } from "./not-writable.js";

/**
 * Beside the target, then renamed: a reader sees the old file or the new one. What is no file (`/dev/stdout`, a pipe)
 * is written to and never replaced; a link stays one. Parts are written one after another, so that they may be more
 * together than a buffer holds.
 * @throws Failure `runtime/not-writable`
 */
export async function writeWhole(path: string, content: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  let temporary: string | null = null;
  try {
    const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (there?.isDirectory()) throw failureOf(path, "it is a folder", 1);
    if (there && !there.isFile()) return await writeFile(path, content);
    const target = there ? await realpath(path) : path;
    temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    await writeFile(temporary, content);
    await rename(temporary, target);
    temporary = null;
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    if (temporary !== null) await rm(temporary, { force: true }).catch(() => undefined);
  }
}
