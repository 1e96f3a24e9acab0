/** Exit codes by the convention of shells: 128 and the signal's number. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Ending = keyof typeof codes;

export interface Interruptible {
  readonly signal: AbortSignal;
  readonly exitCode: () => number;
  /** Ends the process without waiting for what a thread is at, where `work` is not over in a moment: an exit would wait, and XLA compiles for seconds. */
  readonly leave: (work: Promise<unknown>) => Promise<void>;
  /** Signals do again what they do by themselves. */
  readonly done: () => void;
}

/** Milliseconds for what ends by itself. */
const MOMENT = 15;

/** Ctrl-C (or SIGTERM) asks for a clean end; a second one ends at once. */
export function interruptible(onFirst: () => void): Interruptible {
  const controller = new AbortController();
  let first: Ending = "SIGINT";
  const ask = (signal: Ending) => (): void => {
    if (controller.signal.aborted) return end(signal);
    first = signal;
    controller.abort();
    onFirst();
  };
  /** Dies by the signal, as without handlers, and so at once. */
  const end = (signal: Ending): void => {
    done();
    process.kill(process.pid, signal);
  };
  const handlers = [["SIGINT", ask("SIGINT")], ["SIGTERM", ask("SIGTERM")]] as const;
  const done = (): void => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    signal: controller.signal,
    exitCode: () => codes[first],
    leave: async (work) => {
      const over = await Promise.race([work.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), MOMENT))]);
      if (!over) end(first);
    },
    done,
  };
}
