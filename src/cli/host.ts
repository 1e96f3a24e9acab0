import { withStderr } from "../runtime/native/stderr-lock.js";

/** Where the command line meets the process: the only place that writes to the terminal or ends the program. */
export interface Host {
  readonly cwd: string;
  /** Data: what another program may read. */
  out(text: string): void;
  /** Diagnostics and errors. */
  err(text: string): void;
  /** Progress, reports, advice: what `--quiet` leaves out. */
  say(text: string): void;
  readonly color: boolean;
  /** A person is watching: progress may redraw its line. */
  readonly interactive: boolean;
  readonly columns: number;
  readonly quiet: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Writes to standard error when no thread that loads TensorFlow's library has it silenced. */
export const toStderr = (text: string): void => withStderr(() => void process.stderr.write(text));

export function processHost(quiet: boolean): Host {
  const interactive = process.stderr.isTTY === true && !process.env["CI"] && process.env["TERM"] !== "dumb";
  // Whoever reads may stop reading (`regnet list | head`): that is an end, no error.
  for (const stream of [process.stdout, process.stderr])
    if (stream.listenerCount("error") === 0)
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EPIPE") process.exit(0);
        throw error;
      });
  return {
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: toStderr,
    say: (text) => void (quiet || toStderr(text)),
    color: process.env["NO_COLOR"] ? false : process.env["FORCE_COLOR"] ? true : process.stderr.isTTY === true,
    interactive,
    get columns() {
      return process.stderr.columns || 100;
    },
    quiet,
    env: process.env,
  };
}

/** Exit codes of the contract. */
export const exitCode = { fine: 0, input: 1, usage: 2, environment: 3 } as const;
/** One of the contract, or 128 and a signal's number. */
export type ExitCode = number;

export const version: string = typeof __REGNET_VERSION__ === "string" ? __REGNET_VERSION__ : "0.0.0";
