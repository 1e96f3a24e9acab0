/** What a pass gave. @throws the signal's reason where it was stopped and gave nothing */
export function unlessStopped<T>(result: T | null, signal: AbortSignal | undefined): T {
  if (result !== null) return result;
  signal?.throwIfAborted();
  throw new Error("a pass stopped that nobody asked to stop");
}
