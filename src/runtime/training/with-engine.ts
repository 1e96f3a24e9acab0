import type { Engine } from "../engine/engine.js";

/**
 * Waits for an engine, works with it, and ends it. After the signal nobody waits: making an engine takes seconds for
 * large models, and one may be in a call that does not return soon.
 * @throws the signal's reason when it asks to stop before there is an engine
 */
export async function withEngine<T>(
  making: Promise<Engine>,
  signal: AbortSignal | undefined,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await madeBefore(making, signal);
  try {
    return await work(engine);
  } finally {
    const ended = engine.dispose();
    if (signal?.aborted) ended.catch(() => undefined);
    else await ended;
  }
}

/** An engine that comes after the signal is ended again. */
async function madeBefore(making: Promise<Engine>, signal: AbortSignal | undefined): Promise<Engine> {
  if (!signal) return making;
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([making, aborted]);
  } catch (error) {
    if (signal.aborted) making.then((engine) => engine.dispose()).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
