import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once when another process holds the lock. */
  readonly onWait?: (owner: string) => void;
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
  /** Without a heartbeat for this long the owner is taken for dead. */
  readonly staleMs?: number;
  /** Waiting longer than this throws `LockTimeout`. */
  readonly giveUpMs?: number;
}

export class LockTimeout extends Error {
  constructor(readonly owner: string) {
    super(`locked by ${owner}`);
  }
}

/**
 * Runs `work` while holding the lock folder `path` (made by `mkdir`, which only one process can win).
 * A lock whose process is gone, or that shows no heartbeat, is taken over. The lock only saves work: what is built
 * under it goes to a folder of its own and is renamed into place, so two builders at once would still leave one whole
 * engine.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { signal, onWait, pollMs = 500, heartbeatMs = 5_000, staleMs = 60_000, giveUpMs = 30 * 60_000 } = options;
  const me: Owner = { token: randomUUID(), pid: process.pid, host: hostname() };
  let waited = 0;
  while (!(await take(path, me))) {
    const owner = await readOwner(path);
    if (await isStale(path, owner, staleMs)) {
      await remove(path, owner);
      continue;
    }
    const name = owner === null ? "another process" : `process ${owner.pid} on ${owner.host}`;
    if (waited === 0) onWait?.(name);
    if (waited >= giveUpMs) throw new LockTimeout(name);
    await wait(pollMs, undefined, signal && { signal });
    waited += pollMs;
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), heartbeatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await readOwner(path))?.token === me.token) await rm(path, { recursive: true, force: true });
  }
}

async function take(path: string, me: Owner): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  await writeFile(join(path, "owner.json"), JSON.stringify(me));
  return true;
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(join(path, "owner.json"), "utf8")) as Owner;
  } catch {
    return null;
  }
}

async function isStale(path: string, owner: Owner | null, staleMs: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null) return false;
  if (Date.now() - found.mtimeMs > staleMs) return true;
  return owner !== null && owner.host === hostname() && !isAlive(owner.pid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Moves the dead lock aside first: of two that see it, only one can rename it. */
async function remove(path: string, seen: Owner | null): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readOwner(aside);
  // Someone else was quicker and this is already the next owner's: give it back.
  if (moved !== null && moved.token !== seen?.token) await rename(aside, path).catch(() => undefined);
  await rm(aside, { recursive: true, force: true });
}
