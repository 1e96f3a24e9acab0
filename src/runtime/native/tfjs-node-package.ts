import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { entryPath } from "../entry-path.js";
import { protobufVersion, tfjsNodeVersion, type Machine } from "./machine.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import type { Runner } from "./run-command.js";
import { untar } from "./untar.js";

/** The folders of two npm packages: tfjs-node and the protobuf library its SavedModel reader needs. */
export interface TfjsNodePackage {
  readonly tfjsNode: string;
  readonly protobuf: string;
}

/** The installed packages when both are there in the version that regnet knows; null otherwise. */
export async function installedTfjsNode(from: string = import.meta.url): Promise<TfjsNodePackage | null> {
  try {
    const manifest = createRequire(from).resolve("@tensorflow/tfjs-node/package.json");
    const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version?: string };
    if (version !== tfjsNodeVersion) return null;
    return {
      tfjsNode: dirname(manifest),
      protobuf: dirname(createRequire(manifest).resolve("google-protobuf/package.json")),
    };
  } catch {
    return null;
  }
}

/**
 * Puts tfjs-node's JavaScript and C++ sources into `folder/js`: copied from node_modules, else fetched with `npm pack`,
 * which runs no install script. The engine folder then depends on no project's node_modules. Throws
 * `native/no-package`.
 */
export async function placeTfjsNode(
  folder: string,
  installed: TfjsNodePackage | null,
  machine: Machine,
  run: Runner,
  signal?: AbortSignal,
): Promise<{ readonly sources: string; readonly from: "node_modules" | "npm" }> {
  const modules = join(folder, "js", "node_modules");
  const to: TfjsNodePackage = {
    tfjsNode: join(modules, "@tensorflow", "tfjs-node"),
    protobuf: join(modules, "google-protobuf"),
  };
  if (installed !== null) {
    await copyPackage(installed.tfjsNode, to.tfjsNode);
    await copyPackage(installed.protobuf, to.protobuf);
  } else {
    await fetchPackage(`@tensorflow/tfjs-node@${tfjsNodeVersion}`, to.tfjsNode, machine, run, signal);
    await fetchPackage(`google-protobuf@${protobufVersion}`, to.protobuf, machine, run, signal);
  }
  return { sources: join(to.tfjsNode, "binding"), from: installed === null ? "npm" : "node_modules" };
}

/** What of the packages runs or compiles: no tests, typings, scripts or downloads. */
const isNeeded = (path: string): boolean =>
  path === "package.json" ||
  path.startsWith("binding/") ||
  (/\.js$/.test(path) && !/_test\.js$|^scripts\/|^src\//.test(path));

async function copyPackage(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const full = entryPath(entry);
    const path = full.slice(from.length + 1).replaceAll("\\", "/");
    if (entry.isFile() && isNeeded(path) && !path.startsWith("node_modules/")) await cp(full, join(to, path));
  }
}

async function fetchPackage(
  name: string,
  to: string,
  machine: Machine,
  run: Runner,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(to, { recursive: true });
  const folder = await mkdtemp(`${to}-pack-`);
  try {
    const npm = machine.env["npm_execpath"];
    const [command, before] = npm?.endsWith(".js") ? [machine.nodePath, [npm]] : ["npm", []];
    const args = [...before, "pack", name, "--ignore-scripts", "--pack-destination", folder, "--silent"];
    const ran = await run(command, args, { timeoutMs: 120_000, ...(signal && { signal }) });
    const archive = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
    if (ran.code !== 0 || archive === undefined) throw nativeFailure("native/no-package", { output: ran.tail });
    const file = join(folder, archive);
    await untar(file, to, (path) =>
      isNeeded(path.replace(/^package\//, "")) ? path.replace(/^package\//, "") : null,
    ).catch((error: unknown) => {
      throw nativeFailure("native/bad-archive", { file: archive, why: oneLine(error) });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
