/** Ctrl-C asks for a clean end; a second Ctrl-C ends at once. */
export function interruptible(onFirst: () => void): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const ask = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    onFirst();
  };
  process.on("SIGINT", ask);
  process.on("SIGTERM", ask);
  return {
    signal: controller.signal,
    done: () => {
      process.off("SIGINT", ask);
      process.off("SIGTERM", ask);
    },
  };
}
