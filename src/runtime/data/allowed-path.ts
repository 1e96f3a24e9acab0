import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fail } from "./fail.js";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is not a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "its symbolic links lead in a circle",
  ENAMETOOLONG: "the name is too long",
};

/** The sentence for an error of the file system. */
const fileReason = (error: unknown): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? (reasons[code] ?? code) : "the path is not valid";
};

const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/**
 * The real path of a data file that a spec names, if it lies in an allowed folder after every symbolic link is
 * resolved. The lexical check comes first, so that refused paths do not even tell whether they exist.
 * @throws Failure `data-file/path-refused`, `data-file/not-found`
 */
export async function allowedPath(
  path: string,
  baseDir: string,
  allow: readonly string[] = [baseDir],
): Promise<string> {
  const wanted = resolve(baseDir, path);
  const refuse = () =>
    fail(
      "data-file/path-refused",
      { file: path, folders: allow.join(", ") },
      "move the data into the spec's folder, or allow its folder",
    );
  if (!allow.some((folder) => isInside(wanted, resolve(folder)))) throw refuse();
  const notFound = (why: string) =>
    fail("data-file/not-found", { file: path, why }, `paths are relative to ${baseDir}`);
  let real: string;
  try {
    real = await realpath(wanted);
  } catch (error) {
    throw notFound(fileReason(error));
  }
  const folders = await Promise.all(allow.map((folder) => realpath(resolve(folder)).catch(() => null)));
  if (!folders.some((folder) => folder !== null && isInside(real, folder))) throw refuse();
  const info = await stat(real);
  if (info.isDirectory()) throw notFound("it is a folder");
  if (!info.isFile()) throw notFound("it is not a plain file");
  return real;
}
