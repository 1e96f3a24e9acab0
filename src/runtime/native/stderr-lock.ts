/**
 * Milliseconds that a thread waits for another: far longer than a library loads or a line is written, and the end of it
 * where the other thread died.
 */
const PATIENCE = 5_000;

/** Int32: at 0 whether a thread has standard error to itself. */
let word = new Int32Array(new SharedArrayBuffer(4));
let mine = false;

/** What a thread hands to those that it starts. */
export const stderrLock = (): SharedArrayBuffer => word.buffer;

/** Makes this thread share the lock of the one that started it. */
export const shareStderrLock = (buffer: SharedArrayBuffer): void => void (word = new Int32Array(buffer));

/**
 * Runs `work` while no other thread has standard error. The descriptor is the whole process's: what one thread writes
 * while another has it point elsewhere is lost. `alone` is false where this thread has it already, or where another one
 * did not give it back in time; then `work` must not do what two cannot.
 */
export function withStderr<T>(work: (alone: boolean) => T, patience = PATIENCE): T {
  if (mine || !take(patience)) return work(false);
  mine = true;
  try {
    return work(true);
  } finally {
    mine = false;
    Atomics.store(word, 0, 0);
    Atomics.notify(word, 0, 1);
  }
}

/** Waits again where another thread was quicker than this one was woken. */
function take(patience: number): boolean {
  const until = performance.now() + patience;
  while (Atomics.compareExchange(word, 0, 0, 1) !== 0) {
    const left = until - performance.now();
    if (left <= 0) return false;
    Atomics.wait(word, 0, 1, left);
  }
  return true;
}
