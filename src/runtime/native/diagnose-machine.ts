import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { nativeHints } from "../../diagnostics/codes/native.js";
import { findStored } from "./engine-store.js";
import { findHeaders, headerFolders } from "./find-headers.js";
import { compilerCandidates, findProgram, pipCandidates, shown } from "./find-programs.js";
import { freeSpace, gigabytes, neededBytes } from "./free-space.js";
import { findInstalledAddon } from "./installed-addon.js";
import { cacheFolder, describePlatform, tfjsNodeVersion, type Machine } from "./machine.js";
import { oneLine } from "./native-failure.js";
import { wasmFolder } from "./plain-backends.js";
import { probeAddon } from "./probe.js";
import { theWorld, type World } from "./set-up.js";
import { isWheelPlan, wheelPlan } from "./wheel-plan.js";

/** One line of `regnet doctor`. */
export interface Finding {
  readonly name: string;
  /** `optional`: not there, and only needed to make something that is there already or has another way. */
  readonly state: "ok" | "missing" | "broken" | "optional";
  /** What was found. */
  readonly detail: string;
  /** What it is needed for. */
  readonly why: string;
  /** What to do; null when there is nothing to do. */
  readonly fix: string | null;
}

/**
 * Looks at everything the native engine and its substitutes need; hashes every file of the engine. Changes nothing but
 * an empty cache folder.
 */
export async function diagnoseMachine(world: World = theWorld()): Promise<readonly Finding[]> {
  const { machine } = world;
  const engine = await nativeFinding(world);
  const absent = engine.state === "ok" ? "optional" : "missing";
  return [
    nodeFinding(machine),
    engine,
    platformFinding(machine, absent),
    await tfjsNodeFinding(world),
    ...(await programFindings(world, absent)),
    await cacheFinding(cacheFolder(machine), engine.state === "ok"),
    await spaceFinding(machine, absent),
    wasmFinding(),
  ];
}

function nodeFinding({ nodeVersion }: Machine): Finding {
  const fine = Number(nodeVersion.split(".")[0]) >= 20;
  return {
    name: "Node.js",
    state: fine ? "ok" : "broken",
    detail: nodeVersion,
    why: "regnet runs on Node 20 and newer",
    fix: fine ? null : "install Node 20 or newer",
  };
}

function platformFinding(machine: Machine, absent: Finding["state"]): Finding {
  const plan = wheelPlan(machine);
  const found = isWheelPlan(plan) ? `${plan.project} ${plan.version}` : plan.why;
  return {
    name: "platform",
    state: isWheelPlan(plan) ? "ok" : absent,
    detail: `${describePlatform(machine)}: ${found}`,
    why: "TensorFlow's library is taken from its Python wheel",
    fix: isWheelPlan(plan) ? null : nativeHints["native/unsupported-platform"],
  };
}

async function tfjsNodeFinding(world: World): Promise<Finding> {
  const installed = await world.installed();
  return {
    name: "tfjs-node",
    state: installed === null ? "optional" : "ok",
    detail:
      installed === null
        ? `version ${tfjsNodeVersion} is not in node_modules`
        : `${tfjsNodeVersion} in ${installed.tfjsNode}`,
    why: "its JavaScript and C++ sources; fetched with `npm pack` where they are missing",
    fix: null,
  };
}

/** What a set-up runs and reads. */
async function programFindings({ machine, run }: World, absent: Finding["state"]): Promise<readonly Finding[]> {
  const compiler = await findProgram(compilerCandidates(machine.env), run);
  const pip = await findProgram(pipCandidates, run);
  const folders = headerFolders(machine.nodePath);
  return [
    program(
      { name: "C++ compiler", tried: shown(compilerCandidates(machine.env)), found: compiler?.version ?? null },
      absent,
      "compiles tfjs-node's two C++ files, once",
      nativeHints["native/no-compiler"],
    ),
    program(
      { name: "pip", tried: shown(pipCandidates), found: pip?.version ?? null },
      absent,
      "downloads TensorFlow's wheel, once",
      nativeHints["native/no-pip"],
    ),
    program(
      { name: "Node headers", tried: folders.join(", "), found: findHeaders(folders) },
      absent,
      "needed to compile, once",
      nativeHints["native/no-headers"],
    ),
  ];
}

async function spaceFinding(machine: Machine, absent: Finding["state"]): Promise<Finding> {
  const free = await freeSpace(cacheFolder(machine));
  const enough = free === null || free >= neededBytes;
  return {
    name: "disk space",
    state: enough ? "ok" : absent,
    detail: free === null ? "unknown" : `${gigabytes(free)} free`,
    why: `a set-up needs ${gigabytes(neededBytes)} for a moment and keeps 0.9 GB`,
    fix: enough ? null : nativeHints["native/no-space"],
  };
}

function wasmFinding(): Finding {
  const folder = wasmFolder();
  return {
    name: "wasm backend",
    state: folder === null ? "broken" : "ok",
    detail: folder ?? "the files of @tensorflow/tfjs-backend-wasm are not in node_modules",
    why: "trains what it can where the native engine does not run",
    fix: folder === null ? nativeHints["native/broken-installation"] : null,
  };
}

async function nativeFinding({ machine, run, installed }: World): Promise<Finding> {
  const finding = (state: Finding["state"], detail: string, fix: string | null): Finding => ({
    name: "native engine",
    state,
    detail,
    why: "trains on TensorFlow's CPU library, the fastest way",
    fix,
  });
  const stored = await findStored(machine, true);
  const own = findInstalledAddon(await installed());
  const addon = "engine" in stored ? stored.engine.addon : own;
  if (addon === null) {
    const { code, message, hint } = "failure" in stored ? stored.failure : { code: "", message: "", hint: null };
    return finding(code === "native/damaged" ? "broken" : "missing", message, hint);
  }
  const probed = await probeAddon(addon, machine, run);
  if (!probed.ok) return finding("broken", `${addon} does not run: ${probed.output}`, nativeHints["native/damaged"]);
  return finding("ok", `TensorFlow ${probed.tensorflow} in ${addon}`, null);
}

const program = (
  { name, found, tried }: { readonly name: string; readonly found: string | null; readonly tried: string },
  absent: Finding["state"],
  why: string,
  fix: string,
): Finding =>
  found === null
    ? { name, state: absent, detail: `none found (tried ${tried})`, why, fix }
    : { name, state: "ok", detail: found, why, fix: null };

async function cacheFinding(folder: string, working: boolean): Promise<Finding> {
  const base = { name: "cache folder", why: "keeps the native engine once per user" };
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { ...base, state: "ok", detail: folder, fix: null };
  } catch (error) {
    return {
      ...base,
      state: working ? "optional" : "broken",
      detail: `${folder}: ${oneLine(error)}`,
      fix: nativeHints["native/cache-not-writable"],
    };
  }
}
