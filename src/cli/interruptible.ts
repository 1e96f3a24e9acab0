/** Exit codes by the convention of shells: 128 and the signal's number. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Ending = keyof typeof codes;

export interface Interruptible {
  readonly signal: AbortSignal;
  /** Ends the process by the signal that came, at once; its exit code where that takes a moment. */
  readonly end: () => number;
  /** Signals do again what they do by themselves. */
  readonly done: () => void;
}

/**
 * Ctrl-C (or SIGTERM) asks for a clean end; a second one ends at once. Either way the process dies by the signal, as
 * without handlers: shells show 130 (143), scripts stop, and nobody waits for a thread that is in TensorFlow's library,
 * as an exit would.
 */
export function interruptible(onFirst: () => void): Interruptible {
  const controller = new AbortController();
  let came: Ending = "SIGINT";
  const ask = (signal: Ending) => (): void => {
    came = signal;
    if (controller.signal.aborted) return void end();
    controller.abort();
    onFirst();
  };
  const end = (): number => {
    done();
    if (process.platform === "win32") process.exit(codes[came]); // no process dies by a signal there
    process.kill(process.pid, came);
    return codes[came];
  };
  const handlers = [
    ["SIGINT", ask("SIGINT")],
    ["SIGTERM", ask("SIGTERM")],
  ] as const;
  const done = (): void => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return { signal: controller.signal, end, done };
}
