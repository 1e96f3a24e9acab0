import { Failure } from "../diagnostics/failure.js";
import { exitCode, version, type ExitCode, type Host } from "./host.js";

/** A failure that is somebody's: the input's or the machine's. */
export interface Fault {
  readonly code: string;
  /** The code is one of the catalogue, which `regnet explain` knows. */
  readonly explained: boolean;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: ExitCode;
}

/** What went wrong, in plain words; null for what is a bug of regnet. */
export function faultOf(error: unknown): Fault | null {
  if (error instanceof Failure)
    return { code: error.code, explained: true, message: error.message, hint: error.hint, exitCode: error.exitCode };
  const message = systemSentence(error);
  if (message === null) return null;
  // A wrong name is the input's fault, a full disk or a missing permission the machine's.
  const ours = ["ENOENT", "EISDIR", "ENOTDIR", "EEXIST", "ENAMETOOLONG", "ELOOP"].includes(
    (error as { code: string }).code,
  );
  return {
    code: "runtime/file",
    explained: false,
    message,
    hint: null,
    exitCode: ours ? exitCode.input : exitCode.environment,
  };
}

/** Says a failure in plain words. What is no `Failure` is a bug of regnet: a short report, never a stack trace. */
export function reportCrash(host: Host, error: unknown): ExitCode {
  const bold = (text: string): string => (host.color ? `\u001b[1;31m${text}\u001b[0m` : text);
  const fault = faultOf(error);
  if (fault) {
    host.err(
      `${bold("error")}${fault.explained ? `[${fault.code}]` : ""}: ` +
        `${fault.message}\n${fault.hint ? `  help: ${fault.hint}\n` : ""}`,
    );
    return fault.exitCode;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
  host.err(
    `${bold("error")}: this is a bug in regnet, not in your file.\n  ${what}\n` +
      (`  help: please report it with the spec that caused it, and with: regnet ${version}, node ` +
        `${process.version}, ${process.platform} ${process.arch}\n`),
  );
  if (host.env["REGNET_DEBUG"]) host.err(`${error instanceof Error ? error.stack : ""}\n`);
  return exitCode.environment;
}

function systemSentence(error: unknown): string | null {
  const { code, path } = error as { code?: string; path?: string };
  switch (code) {
    case "ENOENT":
      return `${path ?? "a file"} does not exist`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `no permission to use ${path ?? "a file"}`;
    case "EISDIR":
      return `${path ?? "this"} is a folder, not a file`;
    case "ENOTDIR":
      return `${path ?? "this"} lies below a file, not a folder`;
    case "EEXIST":
      return `${path ?? "a file"} is already there`;
    case "ENAMETOOLONG":
      return `the path is too long: ${shortened(path)}`;
    case "ELOOP":
      return `the symbolic links of ${path ?? "a file"} lead in a circle`;
    case "ERR_INVALID_ARG_VALUE":
      return "a path holds a character that no file name can have";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    case "ENOSPC":
      return `the disk is full${path ? ` (writing ${path})` : ""}`;
    default:
      return null;
  }
}

const shortened = (path: string | undefined): string =>
  path === undefined ? "a file" : path.length > 60 ? `${path.slice(0, 57)}…` : path;
