import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../native/lock.js";

/**
 * Milliseconds: a folder is needed for seconds. A younger one may be that of a process which cannot be seen from here,
 * as in another container.
 */
const OLD = 60_000;

let cleared = false;

/**
 * A new folder for what TensorFlow reads while a session is opened. It tells whose it is; what dead processes left goes
 * when this thread makes its first.
 */
export function sessionFolder(): string {
  const temporary = tmpdir();
  const folder = mkdtempSync(join(temporary, `regnet-graph-${process.pid}-`));
  if (!cleared) removeLeft(temporary, lstatSync(folder).mtimeMs - OLD);
  cleared = true;
  return folder;
}

/**
 * Removes the session folders of this user's dead processes that were made before `until` (ms since 1970). What cannot
 * be removed stays.
 */
export function removeLeft(temporary: string, until: number): void {
  for (const name of namesIn(temporary)) {
    const pid = /^regnet-graph-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeOwn(join(temporary, name), until);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeOwn(path: string, until: number): void {
  try {
    const found = lstatSync(path); // of a link, not of what it leads to
    const ours = process.getuid === undefined || found.uid === process.getuid();
    if (found.isDirectory() && ours && found.mtimeMs < until) rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else was quicker, or may.
  }
}
