import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";

/** Whose fault it is that a path cannot be written: a wrong path is the input's, all else the machine's. */
const wrongPath: Readonly<Record<string, string>> = {
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else is there",
  ENOTEMPTY: "it is a folder that is not empty",
  ENAMETOOLONG: "the path is too long",
  ELOOP: "its symbolic links lead in a circle",
  ERR_INVALID_ARG_VALUE: "a path cannot hold this character",
};
const machine: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EMFILE: "too many files are open",
};

/** A failure of the file system as a sentence about the path the user knows; anything else is thrown on as it is. */
export function notWritable(path: string, error: unknown): unknown {
  const why = whyNotWritable(error);
  if (why === null) return error;
  const { code } = error as { readonly code: string };
  return failureOf(path, why, wrongPath[code] === undefined && code !== "ENOENT" ? 3 : 1);
}

/** What stands in the way of writing, in words; null: the error is none of the file system. */
export function whyNotWritable(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string" || error instanceof Failure) return null;
  return wrongPath[code] ?? machine[code] ?? (/^E[A-Z]+$/.test(code) ? code : null);
}

export function failureOf(path: string, why: string, exitCode: 1 | 3): Failure {
  const plain = path.replace(/[\p{Cc}]/gu, "\ufffd");
  const shown = plain.length > 80 ? `${plain.slice(0, 77)}…` : plain;
  return new Failure(
    "runtime/not-writable",
    runtimeCodes["runtime/not-writable"].message({ path: shown, why }),
    "give another path",
    exitCode,
  );
}
