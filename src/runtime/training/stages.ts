import type { LoopResult } from "./training-loop.js";
import { NOTHING_EARLIER, type Earlier, type Snapshot } from "./snapshot.js";

/** What the next stage begins with. */
export const behind = ({ snapshot, history, stopped }: Omit<LoopResult, "aborted" | "diverged">): Earlier => ({
  stage: {
    place: snapshot.stage.place + 1,
    epochs: snapshot.epoch,
    steps: snapshot.stage.steps + snapshot.optimizer.step,
    stopped,
  },
  history,
});

/** What the stage of a snapshot began with. */
export const before = ({ stage, history }: Snapshot): Earlier => ({ stage, history: history.slice(0, stage.epochs) });

/** How one stage is run: from a snapshot inside it, or behind earlier stages. */
export type RunStage<R extends LoopResult> = (earlier: Earlier, from: Snapshot | null, last: R | null) => Promise<R>;

/**
 * Runs the stages of a training one after the other, from the one of a snapshot on; one that diverges or is interrupted
 * is the last.
 */
export async function inStages<R extends LoopResult>(
  count: number,
  from: Snapshot | null,
  signal: AbortSignal | undefined,
  run: RunStage<R>,
): Promise<R> {
  let result = await run(from ? before(from) : NOTHING_EARLIER, from, null);
  while (result.snapshot.stage.place + 1 < count && !result.diverged && !result.aborted) {
    const ended = result;
    result = await run(behind(ended), null, ended).catch((error: unknown) => {
      // Nothing of the next stage is there yet.
      if (signal?.aborted && error === signal.reason) return { ...ended, aborted: true };
      throw error;
    });
  }
  return result;
}
