import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Snapshot } from "../training/training-loop.js";
import { writeCheckpoint, type RunFolder } from "./run-folder.js";

/**
 * Writes checkpoints while the next epoch runs, one after the other: `write` begins one once the one before is there, and `written` waits
 * for the last. A failure to write is thrown by the next call of either.
 */
export function checkpoints(run: RunFolder): { write(snapshot: Snapshot): Promise<void>; written(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve(null);
  const written = async (): Promise<void> => {
    const failure = await last;
    if (failure !== null) throw failure;
  };
  return {
    written,
    write: async (snapshot) => {
      await written();
      last = writeCheckpoint(run, snapshot)
        .then(() => rm(join(run.path, "model.bin"), { force: true })) // of an earlier end: from now on the checkpoint counts
        .then(
          () => null,
          (error: unknown) => error,
        );
    },
  };
}
