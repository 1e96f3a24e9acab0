import type { Runner } from "./run-command.js";

/** A program that answered, as the command and its leading arguments. */
export interface FoundProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** The first line of its `--version`. */
  readonly version: string;
}

type Candidate = readonly [command: string, ...args: string[]];

export const compilerCandidates = (env: Readonly<Record<string, string | undefined>>): readonly Candidate[] => [
  ...(env["CXX"] ? [env["CXX"].trim().split(/\s+/) as [string, ...string[]]] : []),
  ["g++"],
  ["c++"],
  ["clang++"],
];

export const pipCandidates: readonly Candidate[] = [
  ["python3", "-m", "pip"],
  ["python", "-m", "pip"],
  ["pip3"],
  ["pip"],
  ["py", "-3", "-m", "pip"],
];

export const shown = (candidates: readonly Candidate[]): string => candidates.map((each) => each.join(" ")).join(", ");

/** The first candidate that prints its version. A name on the PATH is not enough: it may be a shim to nothing. */
export async function findProgram(
  candidates: readonly Candidate[],
  run: Runner,
  signal?: AbortSignal,
): Promise<FoundProgram | null> {
  for (const [command, ...args] of candidates) {
    const ran = await run(command, [...args, "--version"], { timeoutMs: 30_000, ...(signal && { signal }) });
    if (ran.code === 0) return { command, args, version: ran.stdout.split("\n", 1)[0]?.trim() ?? "" };
  }
  return null;
}
