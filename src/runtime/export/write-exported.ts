import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { exportCodes } from "../../diagnostics/codes/export.js";
import { makeFolder } from "../run/make-folder.js";
import { notWritable } from "../run/not-writable.js";
import { exportFailure } from "./export-failure.js";

/** Contents by path inside the exported folder. */
export type ExportedFiles = ReadonlyMap<string, Uint8Array | string>;

/** Writes one file beside its place and renames it there. */
export const writeExportedFile = (path: string, content: Uint8Array, force: boolean): Promise<void> =>
  placed(
    path,
    force,
    (there) => there === "file",
    (temporary) => writeFile(temporary, content),
  );

/**
 * Writes a folder beside its place and renames it there, so that it is never seen half.
 *
 * @param mark the file by which a folder is known as an earlier export: with `force`, only such a folder is replaced
 */
export const writeExportedFolder = (path: string, files: ExportedFiles, mark: string, force: boolean): Promise<void> =>
  placed(
    path,
    force,
    async (there) =>
      there === "folder" && ((await readdir(path)).length === 0 || (await kindOf(join(path, mark))) === "file"),
    async (temporary) => {
      await mkdir(temporary);
      for (const [name, content] of files) {
        await mkdir(dirname(join(temporary, name)), { recursive: true });
        await writeFile(join(temporary, name), content);
      }
    },
  );

type Kind = "file" | "folder" | "other" | null;

const kindOf = (path: string): Promise<Kind> =>
  lstat(path).then(
    (info) => (info.isFile() ? "file" : info.isDirectory() ? "folder" : "other"),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    },
  );

async function placed(
  path: string,
  force: boolean,
  replaceable: (there: Kind) => boolean | Promise<boolean>,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const full = resolve(path);
  const beside = join(dirname(full), `.${basename(full)}.${randomBytes(6).toString("hex")}`);
  const [temporary, old] = [`${beside}.tmp`, `${beside}.old`];
  try {
    const there = await kindOf(full);
    if (there !== null && !(force && (await replaceable(there)))) {
      const what = force ? ", and it is no earlier export of this format" : "";
      throw exportFailure("export/exists", exportCodes["export/exists"].message({ path }) + what);
    }
    await makeFolder(dirname(full));
    await write(temporary);
    // A folder cannot be renamed onto another: the old one steps aside first, and comes back if the new one does not
    // arrive.
    if (there === "folder") await rename(full, old);
    try {
      await rename(temporary, full);
    } catch (error) {
      if (there === "folder") await rename(old, full);
      throw error;
    }
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    // What went wrong is known by now; that there may be nothing to remove is no news.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}
