import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TfjsNodePackage } from "./tfjs-node-package.js";

/** The addon that tfjs-node's own install script left in node_modules, newest N-API first; null when it left none. */
export function findInstalledAddon(installed: TfjsNodePackage | null): string | null {
  if (installed === null) return null;
  const paths = [8, 7, 6, 5, 4, 3].map((napi) => join(installed.tfjsNode, "lib", `napi-v${napi}`, "tfjs_binding.node"));
  return paths.find((path) => existsSync(path)) ?? null;
}
