import { HALT } from "./build/loop.js";
import type { Pace } from "./pace.js";
import { int, type Fed, type GraphSession } from "./session.js";

/** What a pass asks of the thread it runs in, between calls. */
export interface PassControl {
  readonly stopped: () => boolean;
  readonly onRows: (done: number) => void;
  /** Lets other work run. */
  readonly breathe: () => Promise<void>;
  /** Longest call in seconds, apart from a single step that takes longer. */
  readonly budget: number;
}

export interface LoopRun {
  /** The signature of the loop. */
  readonly name: string;
  readonly from: number;
  readonly limit: number;
  /** Of a compiled loop; null: it looks at the clock itself. */
  readonly pace: Pace | null;
  /** Told after each call the step that comes next. */
  readonly reached?: (next: number) => void;
}

/**
 * Calls a loop until it is through, is stopped, or halts; gives the step to go on with, plus `HALT` where the loss is
 * no number.
 */
export async function runLoop(
  session: GraphSession,
  { name, from, limit, pace, reached }: LoopRun,
  control: PassControl,
): Promise<number> {
  // Less than a millisecond could pass before the first step.
  const seconds = Math.max(1e-3, control.budget);
  const budget: Fed = { data: Float32Array.of(seconds), shape: [] };
  let next = from;
  while (next < limit && !control.stopped()) {
    const until = pace ? Math.min(limit, next + pace.steps(seconds)) : limit;
    const began = performance.now();
    const now = session.run(name, { from: int(next), limit: int(until), budget })["next"]!.data[0] as number;
    pace?.took(now - next, (performance.now() - began) / 1000);
    next = now;
    reached?.(next >= HALT ? next - HALT : next);
    await control.breathe();
  }
  return next;
}
