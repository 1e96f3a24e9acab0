import { spawn } from "node:child_process";

interface Ran {
  /** null: it could not be started or was ended by a signal. */
  readonly code: number | null;
  /** The command does not exist. */
  readonly missing: boolean;
  readonly stdout: string;
  /** The last lines of both outputs, for a message. */
  readonly tail: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Runs a program without a shell. Never rejects: what happened is the result. */
export type Runner = (command: string, args: readonly string[], options?: RunOptions) => Promise<Ran>;

const kept = 16_000;

export const runCommand: Runner = (command, args, { env, cwd, signal, timeoutMs } = {}) =>
  new Promise((resolve) => {
    let stdout = "";
    let both = "";
    const limit = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
    const child = spawn(command, args, {
      cwd,
      env: env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: AbortSignal.any([...(signal ? [signal] : []), ...limit]),
      windowsHide: true,
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(-kept);
      both = (both + text).slice(-kept);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (both = (both + text).slice(-kept)));
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve({
        code: null,
        missing: error.code === "ENOENT",
        stdout,
        tail: error.code === "ENOENT" ? `${command}: not found` : error.message,
      }),
    );
    child.on("close", (code) => resolve({ code, missing: false, stdout, tail: lastLines(both) }));
  });

/** The lines worth quoting: errors when there are any, else the last three. */
export function lastLines(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-3).join(" | ").slice(0, 600);
}
