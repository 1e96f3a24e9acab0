import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Failure } from "../../diagnostics/failure.js";
import { isAlive } from "./lock.js";
import { cacheFolder, engineKey, officialTensorFlow, wheelTensorFlow, type Machine } from "./machine.js";
import { readManifest, verifyFully, verifyQuickly, type Manifest } from "./manifest.js";
import { nativeFailure } from "./native-failure.js";
import { isWheelPlan, wheelPlan } from "./wheel-plan.js";

/** An engine in the cache folder. */
export interface StoredEngine {
  readonly folder: string;
  readonly addon: string;
  readonly manifest: Manifest;
}

export type Stored = { readonly engine: StoredEngine } | { readonly failure: Failure };

/** The folders in which an engine for this machine may be, the preferred first. */
export function engineFolders(machine: Machine): { readonly wheel: string; readonly official: string } {
  const plan = wheelPlan(machine);
  const cache = cacheFolder(machine);
  return {
    wheel: join(cache, engineKey(machine, isWheelPlan(plan) ? plan.version : wheelTensorFlow)),
    official: join(cache, engineKey(machine, officialTensorFlow)),
  };
}

/** Finds an engine in the cache and verifies it: by sizes and times, or with `full` by the SHA-256 of every file. */
export async function findStored(machine: Machine, full: boolean): Promise<Stored> {
  const { wheel, official } = engineFolders(machine);
  let failure: Failure | null = null;
  for (const folder of [wheel, official]) {
    if (!(await isTrusted(folder))) continue;
    const manifest = await readManifest(folder);
    if (manifest === null || manifest.key !== basename(folder)) continue;
    const verdict = await (full ? verifyFully : verifyQuickly)(folder, manifest);
    if (verdict.ok) return { engine: { folder, addon: join(folder, manifest.addon), manifest } };
    failure ??= nativeFailure("native/damaged", { file: verdict.file, why: verdict.why });
  }
  return { failure: failure ?? nativeFailure("native/not-set-up", { folder: cacheFolder(machine) }) };
}

/** Whether nobody but this user and the system's administrator can put code there. Windows has no such owners. */
async function isTrusted(folder: string): Promise<boolean> {
  const me = process.getuid?.();
  const found = await stat(folder).catch(() => null);
  return found === null || me === undefined || ((found.uid === me || found.uid === 0) && (found.mode & 0o002) === 0);
}

/** The name under which an engine is built, beside its place so that a rename moves it there. It tells whose it is. */
export const buildFolder = (folder: string): string => `${folder}.building-${process.pid}-${Date.now().toString(36)}`;

/**
 * Moves a finished engine to its place; one that is there goes. A process that runs on the old one keeps its open
 * files.
 */
export async function moveIntoPlace(built: string, folder: string): Promise<void> {
  const old = `${folder}.old-${process.pid}-${Date.now().toString(36)}`;
  const hadOne = await rename(folder, old).then(
    () => true,
    () => false,
  );
  await rename(built, folder);
  if (hadOne) await rm(old, { recursive: true, force: true });
}

/** Removes what interrupted set-ups of this user left; called under the lock. */
export async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache).catch(() => [])) {
    const pid = /\.(?:building|old)-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid))))
      await rm(join(cache, name), { recursive: true, force: true });
  }
}
