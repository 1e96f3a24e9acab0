import { access, constants, mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { failureOf, notWritable } from "./not-writable.js";

/** The folders that would have to be made for a path, outermost first, and the folder they go into. */
async function missingFolders(path: string): Promise<{ readonly missing: readonly string[]; readonly there: string }> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      if (!(await stat(at)).isDirectory())
        throw failureOf(
          path,
          missing.length === 0 ? "a file is there, not a folder" : "a part of its path is a file, not a folder",
          1,
        );
      return { missing, there: at };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(at) === at) throw notWritable(path, error);
      missing.unshift(at);
    }
  }
}

/**
 * Makes a folder and those above it, one by one (`recursive` never ends on some virtual file systems); what was made
 * goes again where the last cannot be made.
 * @throws Failure `runtime/not-writable`
 */
export async function makeFolder(path: string): Promise<void> {
  const { missing } = await missingFolders(path);
  const made: string[] = [];
  try {
    for (const folder of missing) {
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error; // somebody else was faster
      });
      made.unshift(folder);
    }
    await access(resolve(path), constants.W_OK);
  } catch (error) {
    for (const folder of made) await rmdir(folder).catch(() => undefined);
    // That a folder which is there takes no new one is the file system's doing.
    throw (error as NodeJS.ErrnoException).code === "ENOENT"
      ? failureOf(path, "its file system takes no new folders", 3)
      : notWritable(path, error);
  }
}

/**
 * Whether a folder could be made and written, before work is done for it; leaves nothing behind.
 * @throws Failure `runtime/not-writable`
 */
export async function requireWritableFolder(path: string): Promise<void> {
  const { missing } = await missingFolders(path);
  await makeFolder(path);
  for (const folder of [...missing].reverse()) await rmdir(folder).catch(() => undefined);
}
