import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import type { Failure } from "../../diagnostics/failure.js";
import { leanName, muteName, quietName } from "./compile-addon.js";
import { findStored } from "./engine-store.js";
import { prepareEnvironment, type NativeEnvironment } from "./environment.js";
import { findInstalledAddon } from "./installed-addon.js";
import { cacheFolder, thisMachine } from "./machine.js";
import { lean, useLean, type LeanAddon } from "./lean.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import { withStderr } from "./stderr-lock.js";
import { installedTfjsNode } from "./tfjs-node-package.js";
import type { TfjsBinding } from "./tfjs-binding.js";

/** A loaded TensorFlow library. */
export interface NativeBinding {
  readonly binding: TfjsBinding;
  /** TensorFlow's version. */
  readonly tensorflow: string;
  readonly addon: string;
  /** The folder of the `@tensorflow/tfjs-node` JavaScript that belongs to it. */
  readonly tfjsNode: string;
}

export type BindingResult =
  { readonly ok: true; readonly native: NativeBinding } | { readonly ok: false; readonly failure: Failure };

let loaded: BindingResult | null = null;

/**
 * Loads the addon, without tfjs: from the cache, else the installed tfjs-node's own. One per process; the first call's
 * `threads` count. A failed attempt is not kept, so that it can be repeated after a set-up.
 */
export async function nativeBinding(wanted: NativeEnvironment = {}): Promise<BindingResult> {
  if (loaded?.ok === true) return loaded;
  return (loaded = await open(wanted));
}

async function open(wanted: NativeEnvironment): Promise<BindingResult> {
  const stored = await findStored(thisMachine(), false);
  let failure = "failure" in stored ? stored.failure : null;
  if ("engine" in stored) {
    const { addon, folder } = stored.engine;
    // The set-up has tried it with every name resolved: here each may wait until it is used, which saves a third of the
    // loading.
    const result = load(
      addon,
      join(folder, "js", "node_modules", "@tensorflow", "tfjs-node"),
      wanted,
      constants.dlopen.RTLD_LAZY,
    );
    if (result.ok) return result;
    failure = result.failure;
  }
  const installed = await installedTfjsNode();
  const addon = findInstalledAddon(installed);
  if (installed !== null && addon !== null) {
    const result = load(addon, installed.tfjsNode, wanted, constants.dlopen.RTLD_NOW);
    if (result.ok) return result;
    failure ??= result.failure;
  }
  return { ok: false, failure: failure ?? nativeFailure("native/not-set-up", { folder: cacheFolder(thisMachine()) }) };
}

function load(addon: string, tfjsNode: string, wanted: NativeEnvironment, resolving: number): BindingResult {
  prepareEnvironment(wanted);
  try {
    useLean(openIfThere(join(dirname(addon), leanName)) as LeanAddon | null);
    const binding = muted(dirname(addon), () =>
      lean(() => {
        openIfThere(join(dirname(addon), quietName));
        return openAddon(addon, resolving) as TfjsBinding;
      }),
    );
    return { ok: true, native: { binding, tensorflow: binding.TF_Version, addon, tfjsNode } };
  } catch (error) {
    return { ok: false, failure: nativeFailure("native/not-loading", { file: addon, output: oneLine(error) }) };
  }
}

/**
 * Runs with standard error silenced, where that addon was made, unless the user asked for TensorFlow's log. Other
 * threads' messages wait meanwhile.
 */
function muted<T>(folder: string, run: () => T): T {
  const quiet = Number(process.env["TF_CPP_MIN_LOG_LEVEL"]) > 0;
  const muter = (quiet ? openIfThere(join(folder, muteName)) : null) as { mute(): void; unmute(): void } | null;
  if (muter === null) return run();
  return withStderr((alone) => {
    if (!alone) return run();
    muter.mute();
    try {
      return run();
    } finally {
      muter.unmute();
    }
  });
}

const openIfThere = (path: string): unknown => (existsSync(path) ? openAddon(path, constants.dlopen.RTLD_NOW) : null);

/**
 * RTLD_NODELETE, which Node's constants lack. A worker thread that ends closes its addons; where no other thread has
 * them open, the library would be unmapped under TensorFlow's own threads, and the process would crash while it ends.
 */
const STAY = process.platform === "darwin" ? 0x80 : process.platform === "linux" ? 0x1000 : 0;

function openAddon(path: string, resolving: number): unknown {
  const module: { exports: unknown } = { exports: {} };
  process.dlopen(module, path, resolving | STAY);
  return module.exports;
}
