/** Exit codes by the convention of shells: 128 and the signal's number. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Ending = keyof typeof codes;

/** Ctrl-C (or SIGTERM) asks for a clean end; a second one ends at once. */
export function interruptible(onFirst: () => void): { readonly signal: AbortSignal; exitCode(): number; done(): void } {
  const controller = new AbortController();
  let first: Ending = "SIGINT";
  const ask = (signal: Ending) => (): void => {
    if (controller.signal.aborted) return end(signal);
    first = signal;
    controller.abort();
    onFirst();
  };
  /** Dies by the signal, as without handlers: an exit would wait for the threads, and XLA compiles for seconds. */
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
    done,
  };
}
