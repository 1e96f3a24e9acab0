import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where Node's headers may be: beside the running Node, else in the npm package of the pure N-API headers. */
export function headerFolders(nodePath: string, packaged: string | null = packagedHeaders()): readonly string[] {
  return [join(dirname(nodePath), "..", "include", "node"), ...(packaged === null ? [] : [packaged])];
}

/** The first folder that has `node_api.h` and what it includes, or null. */
export const findHeaders = (
  folders: readonly string[],
  exists: (path: string) => boolean = existsSync,
): string | null =>
  folders.find((folder) => ["node_api.h", "js_native_api.h"].every((file) => exists(join(folder, file)))) ?? null;

function packagedHeaders(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("node-api-headers/package.json")), "include");
  } catch {
    return null;
  }
}
