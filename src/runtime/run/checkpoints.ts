import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Snapshot } from "../training/snapshot.js";
import { writeCheckpoint, type RunFolder } from "./run-folder.js";

/**
 * Share of the time that goes into writing, at most. A checkpoint holds the whole history: without a bound, many short
 * epochs would do little else.
 */
const SHARE = 0.1;

/**
 * Writes checkpoints while the next epochs run, one after the other. `write` gives the newest: it is written at once,
 * or with one of the next while writing has taken more than its share of the time; a run that is killed goes on from
 * the one that is there, to the same numbers. `written` writes what waits. A failure to write is thrown by the next
 * call of either.
 */
export function checkpoints(run: RunFolder): { write(snapshot: Snapshot): Promise<void>; written(): Promise<void> } {
  let last: Promise<Error | null> = Promise.resolve(null);
  let waiting: Snapshot | null = null;
  let due = -Infinity; // never while one is being written
  const settled = async (): Promise<void> => {
    const failure = await last;
    if (failure !== null) throw failure;
  };
  const begin = (snapshot: Snapshot): void => {
    const began = performance.now();
    [waiting, due] = [null, Infinity];
    last = writeCheckpoint(run, snapshot)
      // Of an earlier end: from now on the checkpoint counts.
      .then(() => rm(join(run.path, "model.bin"), { force: true }))
      .then(
        () => {
          due = performance.now() + (performance.now() - began) * (1 / SHARE - 1);
          return null;
        },
        (error: unknown) => {
          due = -Infinity; // the next call tells it
          return error instanceof Error ? error : new Error(String(error));
        },
      );
  };
  return {
    written: async () => {
      await settled();
      if (waiting) begin(waiting);
      await settled();
    },
    write: async (snapshot) => {
      waiting = snapshot;
      if (performance.now() < due) return;
      await settled();
      begin(snapshot);
    },
  };
}
