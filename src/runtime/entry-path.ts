import type { Dirent } from "node:fs";
import { join } from "node:path";

/**
 * Where an entry of a folder is that was read recursively. Node 20.12 has given `path` the name `parentPath`, and later
 * versions have only that.
 */
export function entryPath(entry: Dirent): string {
  const { parentPath, path } = entry as { readonly parentPath?: string; readonly path?: string };
  return join(parentPath ?? path ?? "", entry.name);
}
