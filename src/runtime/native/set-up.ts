import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import { addonName, missingAddons } from "./compile-addon.js";
import { completeEngine } from "./complete-engine.js";
import {
  buildFolder,
  engineFolders,
  findStored,
  moveIntoPlace,
  removeLeftovers,
  type StoredEngine,
} from "./engine-store.js";
import { forgetFailure, recallFailure, rememberFailure } from "./failure-memory.js";
import { findHeaders, headerFolders } from "./find-headers.js";
import { compilerCandidates, findProgram, pipCandidates, shown } from "./find-programs.js";
import { freeSpace, gigabytes, neededBytes } from "./free-space.js";
import { askOfficial, buildFromOfficial, officialAddonPath, officialPlan } from "./from-official.js";
import { buildFromWheel, type WheelTools } from "./from-wheel.js";
import { findInstalledAddon } from "./installed-addon.js";
import { LockTimeout, withLock } from "./lock.js";
import { cacheFolder, describePlatform, thisMachine, type Machine } from "./machine.js";
import { describeFiles, writeManifest } from "./manifest.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import { probeAddon } from "./probe.js";
import { runCommand, type Runner } from "./run-command.js";
import { isSwitchedOff } from "./switched-off.js";
import { installedTfjsNode, placeTfjsNode, type TfjsNodePackage } from "./tfjs-node-package.js";
import { isWheelPlan, wheelPlan } from "./wheel-plan.js";

/** What the set-up reaches of the world; replaced in tests. */
export interface World {
  readonly machine: Machine;
  readonly run: Runner;
  readonly fetch: typeof fetch;
  readonly installed: () => Promise<TfjsNodePackage | null>;
  readonly now: () => number;
}

export const theWorld = (): World => ({
  machine: thisMachine(),
  run: runCommand,
  fetch,
  installed: installedTfjsNode,
  now: Date.now,
});

export interface SetUpOptions {
  /** Gets each step as one plain line. */
  readonly onLine?: (line: string) => void;
  /** Make it anew even when one is there. */
  readonly force?: boolean;
  /** Nobody asked for it: REGNET_NATIVE=off and a failure of the last day are respected. */
  readonly automatic?: boolean;
  readonly signal?: AbortSignal;
}

export type SetUpResult =
  | {
      readonly ok: true;
      readonly how: "cache" | "installed" | "official" | "wheel";
      readonly addon: string;
      readonly tensorflow: string;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Makes the native engine work on this machine, or says why it cannot. Never throws for what the machine lacks. */
export async function setUpNative(options: SetUpOptions = {}, world: World = theWorld()): Promise<SetUpResult> {
  const { automatic = false, force = false, signal } = options;
  const { machine } = world;
  try {
    if (automatic && isSwitchedOff(machine.env)) return { ok: false, failure: nativeFailure("native/off", {}) };
    const there = force ? null : await existing(options, world);
    if (there !== null) return there;
    const before = automatic ? await recallFailure(machine, world.now()) : null;
    if (before !== null)
      return { ok: false, failure: nativeFailure("native/failed-before", { when: before.at, reason: before.reason }) };
    const made = await underLock(options, world);
    await forgetFailure(machine);
    return made;
  } catch (error) {
    if (signal?.aborted === true) return { ok: false, failure: nativeFailure("native/interrupted", {}) };
    const failure = error instanceof Failure ? error : asFailure(error, machine);
    if (failure.code !== "native/busy") await rememberFailure(machine, failure.message, world.now());
    return { ok: false, failure };
  }
}

/** An engine that works already: in the cache, or installed tfjs-node's own. */
async function existing(
  { onLine, automatic = false, signal }: SetUpOptions,
  { machine, run, installed }: World,
): Promise<SetUpResult | null> {
  const stored = await findStored(machine, !automatic);
  if ("engine" in stored) {
    const probed = await probeAddon(stored.engine.addon, machine, run, signal);
    if (probed.ok) {
      // Only where somebody asked: an engine does without them.
      if (!automatic)
        await complete(stored.engine, { machine, run }, { ...(onLine && { onLine }), ...(signal && { signal }) });
      return { ok: true, how: "cache", addon: stored.engine.addon, tensorflow: probed.tensorflow };
    }
    onLine?.(`the engine in ${stored.engine.folder} does not run (${probed.output}); making a new one`);
  } else if (stored.failure.code === "native/damaged") {
    onLine?.(`${stored.failure.message}; making a new one`);
  }
  const addon = findInstalledAddon(await installed());
  const probed = addon === null ? null : await probeAddon(addon, machine, run, signal);
  return addon !== null && probed?.ok === true
    ? { ok: true, how: "installed", addon, tensorflow: probed.tensorflow }
    : null;
}

/**
 * Adds to an engine that an earlier regnet made what this one would have made besides. It runs without them: why they
 * cannot be made is told, and that is all.
 */
async function complete(
  { folder, manifest }: StoredEngine,
  { machine, run }: Pick<World, "machine" | "run">,
  { onLine, signal }: SetUpOptions,
): Promise<void> {
  const plan = wheelPlan(machine);
  if (
    !isWheelPlan(plan) ||
    manifest.how !== "wheel" ||
    missingAddons(manifest.files.map(({ path }) => path)).length === 0
  )
    return;
  const compiler = await findProgram(compilerCandidates(machine.env), run, signal);
  const nodeHeaders = findHeaders(headerFolders(machine.nodePath));
  if (compiler === null || nodeHeaders === null) return;
  try {
    await withLock(
      lockPath(machine),
      () => completeEngine(folder, { compiler, nodeHeaders, libraries: plan.libraries }, machine, run, signal),
      {
        onWait: (owner) => onLine?.(waitingFor(owner)),
        ...(signal && { signal }),
      },
    );
  } catch (error) {
    signal?.throwIfAborted();
    onLine?.(`the engine in ${folder} works, but what this version adds to it could not be made: ${oneLine(error)}`);
  }
}

const lockPath = (machine: Machine): string => join(cacheFolder(machine), "set-up.lock");
const waitingFor = (owner: string): string => `another set-up is running (${owner}); waiting for it`;

async function underLock(options: SetUpOptions, world: World): Promise<SetUpResult> {
  const { onLine, signal, force = false } = options;
  const cache = cacheFolder(world.machine);
  await mkdir(cache, { recursive: true });
  let waited = false;
  const onWait = (owner: string): void => {
    waited = true;
    onLine?.(waitingFor(owner));
  };
  return withLock(
    lockPath(world.machine),
    async () => {
      const there = waited || !force ? await existing({ ...options, automatic: true }, world) : null;
      if (there !== null) return there;
      await removeLeftovers(cache);
      return build(options, world);
    },
    { onWait, ...(signal && { signal }) },
  );
}

async function build(options: SetUpOptions, world: World): Promise<SetUpResult> {
  const { onLine = () => undefined, signal } = options;
  const { machine } = world;
  const folders = engineFolders(machine);
  const official = officialPlan(machine);
  if (official !== null) {
    onLine("asking for tfjs-node's own archive");
    const refused = await askOfficial(official, world.fetch, signal);
    if (refused === null) {
      await checkSpace(machine);
      onLine(`downloading ${official.library} (about 100 MB)`);
      try {
        return await finish(
          { how: "official", folder: folders.official, addon: officialAddonPath },
          world,
          signal,
          (folder) => buildFromOfficial(official, folder, machine.platform, world.fetch, signal),
        );
      } catch (error) {
        signal?.throwIfAborted();
        onLine(`${oneLine(error)}; going on with the Python wheel`);
      }
    } else onLine(`not available (${refused.why}); going on with the Python wheel`);
  }
  const plan = wheelPlan(machine);
  if (!isWheelPlan(plan))
    throw nativeFailure("native/unsupported-platform", { platform: describePlatform(machine), why: plan.why });
  // All that can be missing is looked for before 274 MB are downloaded.
  const tools = await wheelTools(world, signal);
  await checkSpace(machine);
  return finish({ how: "wheel", folder: folders.wheel, addon: addonName }, world, signal, (folder, sources) =>
    buildFromWheel(plan, folder, { ...tools, sources }, onLine, signal),
  );
}

async function wheelTools({ machine, run }: World, signal?: AbortSignal): Promise<Omit<WheelTools, "sources">> {
  const compilers = compilerCandidates(machine.env);
  const compiler = await findProgram(compilers, run, signal);
  if (compiler === null) throw nativeFailure("native/no-compiler", { tried: shown(compilers) });
  const pip = await findProgram(pipCandidates, run, signal);
  if (pip === null) throw nativeFailure("native/no-pip", { tried: shown(pipCandidates) });
  const folders = headerFolders(machine.nodePath);
  const nodeHeaders = findHeaders(folders);
  if (nodeHeaders === null) throw nativeFailure("native/no-headers", { tried: folders.join(", ") });
  return { compiler, pip, nodeHeaders, machine, run };
}

async function checkSpace(machine: Machine): Promise<void> {
  const folder = cacheFolder(machine);
  const free = await freeSpace(folder);
  if (free !== null && free < neededBytes)
    throw nativeFailure("native/no-space", { folder, free: gigabytes(free), needed: gigabytes(neededBytes) });
}

/** Builds beside the place, tries it in a process of its own, records the hashes, and only then moves it there. */
async function finish(
  { how, folder, addon }: { readonly how: "official" | "wheel"; readonly folder: string; readonly addon: string },
  world: World,
  signal: AbortSignal | undefined,
  make: (folder: string, sources: string) => Promise<void>,
): Promise<SetUpResult> {
  const { machine, run } = world;
  const building = buildFolder(folder);
  await mkdir(building, { recursive: true });
  try {
    const { sources } = await placeTfjsNode(building, await world.installed(), machine, run, signal);
    await make(building, sources);
    const probed = await probeAddon(join(building, addon), machine, run, signal);
    signal?.throwIfAborted();
    if (!probed.ok) throw nativeFailure("native/not-loading", { file: join(building, addon), output: probed.output });
    const files = await describeFiles(building);
    await writeManifest(building, {
      format: 1,
      key: basename(folder),
      how,
      tensorflow: probed.tensorflow,
      addon,
      files,
    });
    await moveIntoPlace(building, folder);
    return { ok: true, how, addon: join(folder, addon), tensorflow: probed.tensorflow };
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** Errors of the file system and of waiting, as failures for people. */
function asFailure(error: unknown, machine: Machine): Failure {
  if (error instanceof LockTimeout) return nativeFailure("native/busy", { owner: error.owner, minutes: 30 });
  return nativeFailure("native/cache-not-writable", { folder: cacheFolder(machine), why: oneLine(error) });
}
