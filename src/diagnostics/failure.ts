import type { Code } from "./codes/index.js";

/** An error for people, thrown where there is no spec text to point at: data files, run folders, the machine. */
export class Failure extends Error {
  override readonly name = "Failure";
  constructor(
    readonly code: Code,
    /** What is wrong and where. */
    message: string,
    /** What to do about it. */
    readonly hint: string | null = null,
    /** 1: the input is at fault; 3: the environment is. */
    readonly exitCode: 1 | 3 = 1,
  ) {
    super(message);
  }
}
