import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/temporary.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ran {
  readonly code: number | null;
  /** What it died by. */
  readonly signal?: NodeJS.Signals;
  readonly out: string;
  readonly err: string;
}

/** A new, empty folder to work in. */
export const emptyFolder = (): string => temporaryFolder("cli");

/** Without an engine that is set up, and without one being set up. */
const plain = { REGNET_NATIVE: "off", XDG_CACHE_HOME: temporaryFolder("cache") };

/** The command line as a process of its own, on the plain back ends: the same on any machine. */
export function regnet(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onOut?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ran> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|FORCE_COLOR|NO_COLOR|CI$|TF_NUM_)/.test(name)),
  );
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, "bin/regnet.mjs"), ...args], {
      cwd,
      env: { ...inherited, ...plain, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
      onOut?.(out, (signal) => void child.kill(signal));
    });
    child.stderr.on("data", (bytes: Buffer) => void (err += bytes.toString()));
    child.on("error", fail);
    child.on("close", (code, signal) => done({ code, ...(signal && { signal }), out, err }));
  });
}

/** The JSON objects of a stream, one a line. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
