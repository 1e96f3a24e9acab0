import type { Logs } from "../../catalog/word.js";
import type { BuiltProgram } from "./build/training-program.js";
import type { DataFeed } from "./data-feed.js";
import type { Pace } from "./pace.js";
import { passLogs } from "./pass-logs.js";
import { runLoop, type PassControl } from "./run-loop.js";
import { int, type GraphSession } from "./session.js";

export interface EvaluationPass {
  readonly session: GraphSession;
  readonly program: BuiltProgram;
  readonly feed: DataFeed;
  /** Of the loop over whole batches, where it is compiled. */
  readonly pace: Pace | null;
  readonly rows: number;
  readonly batch: number;
  /** Number of the training step as which layers draw that are random in inference too. */
  readonly step: number;
}

/** One evaluation of the rows that a program holds; null when it was stopped. */
export async function evaluationPass(
  { session, program, feed, pace, rows, batch, step }: EvaluationPass,
  control: PassControl,
): Promise<Logs | null> {
  const [full, short] = [Math.floor(rows / batch), rows % batch];
  session.run("begin_evaluate", { first_step: int(step) });
  for (const shard of feed.shards(Math.ceil(rows / batch))) {
    feed.hold(shard, null, control.stopped);
    const [from, whole, to] = [shard.from, Math.min(shard.to, full), shard.to].map((i) => feed.local(i, shard)) as [
      number,
      number,
      number,
    ];
    await runLoop(session, { name: "evaluate", from, limit: whole, pace }, control);
    if (to > whole) await runLoop(session, { name: "evaluate_short", from: whole, limit: to, pace: null }, control);
    if (control.stopped()) return null;
  }
  return passLogs(session, program, "evaluate", { full, short, batch });
}
