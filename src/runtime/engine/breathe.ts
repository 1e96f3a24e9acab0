/** How long the event loop may wait while batches run, in milliseconds. */
const PATIENCE = 40;

/**
 * Lets other work of the process or page run when it has waited long enough.
 * @param since when it last ran, of `performance.now()`
 * @returns when it last ran now
 */
export async function breathe(since: number): Promise<number> {
  if (performance.now() - since < PATIENCE) return since;
  await nextTask();
  return performance.now();
}

/** What Node's and the browsers' ports have in common; their types have less. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** A message is a task of its own in Node and in browsers, which let timers wait for 4 ms, or 1 s in a hidden tab. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel() as unknown as Readonly<Record<"port1" | "port2", Port>>;
    port1.onmessage = (): void => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
