import { join } from "node:path";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import { LockTimeout, withLock } from "../native/lock.js";
import { notWritable } from "./not-writable.js";

/**
 * Does work in a run folder that no other process works in meanwhile. What a killed process left there is taken over.
 * @throws Failure `runtime/run-in-use`, `runtime/not-writable`
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const state = { begun: false };
  const begin = (): Promise<T> => {
    state.begun = true;
    return work();
  };
  try {
    return await withLock(join(folder, ".lock"), begin, { giveUpMs: 0 });
  } catch (error) {
    if (state.begun) throw error;
    if (error instanceof LockTimeout)
      throw new Failure(
        "runtime/run-in-use",
        runtimeCodes["runtime/run-in-use"].message({ run: folder, owner: error.owner }),
        "wait for its end, or give another folder with --out",
      );
    throw notWritable(folder, error);
  }
}
