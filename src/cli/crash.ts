import { Failure } from "../diagnostics/failure.js";
import { exitCode, version, type ExitCode, type Host } from "./host.js";

/** Says a failure in plain words. What is no `Failure` is a bug of regnet: a short report, never a stack trace. */
export function reportCrash(host: Host, error: unknown): ExitCode {
  const bold = (text: string): string => (host.color ? `\u001b[1;31m${text}\u001b[0m` : text);
  if (error instanceof Failure) {
    host.err(`${bold("error")}[${error.code}]: ${error.message}\n${error.hint ? `  help: ${error.hint}\n` : ""}`);
    return error.exitCode;
  }
  const system = systemSentence(error);
  if (system) {
    host.err(`${bold("error")}: ${system}\n`);
    // A wrong name is the input's fault, a full disk or a missing permission the machine's.
    return ["ENOENT", "EISDIR", "ENOTDIR", "EEXIST"].includes((error as { code: string }).code) ? exitCode.input : exitCode.environment;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message.split("\n")[0]}` : String(error);
  host.err(
    `${bold("error")}: this is a bug in regnet, not in your file.\n  ${what}\n` +
      `  help: please report it with the spec that caused it, and with: regnet ${version}, node ${process.version}, ${process.platform} ${process.arch}\n`,
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
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    case "ENOSPC":
      return `the disk is full${path ? ` (writing ${path})` : ""}`;
    default:
      return null;
  }
}
