import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cache = join(import.meta.dirname, "../../node_modules/.cache");
const made: string[] = [];

function folderIn(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `regnet-${name}-`));
  made.push(folder);
  return folder;
}

/** An empty folder of this test file's own, removed when its last test is through. */
export const temporaryFolder = (name = "test"): string => folderIn(tmpdir(), name);

/** The same within the checkout, where programs find its packages. */
export const folderInCheckout = (name: string): string => folderIn(cache, name);

/** After a test file (setup.ts). */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
