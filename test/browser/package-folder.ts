import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folderInCheckout } from "../support/temporary.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface PackageFolder {
  readonly path: string;
  remove(): void;
}

/** A folder in which `regnet` is installed: this checkout, whose command line bundles it anew where it is stale. */
export function packageFolder(): PackageFolder {
  execFileSync(process.execPath, [join(root, "bin/regnet.mjs"), "--version"]);
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  // Below node_modules, so that the libraries that a program imports are found as well.
  const path = folderInCheckout("page");
  mkdirSync(join(path, "node_modules"));
  writeFileSync(join(path, "tsconfig.json"), "{}"); // that of the checkout says that regnet is its sources
  symlinkSync(root, join(path, "node_modules/regnet"), "dir");
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
