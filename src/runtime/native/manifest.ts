import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { entryPath } from "../entry-path.js";

/** One file of an engine folder. `path` is relative, with slashes. */
export interface EngineFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

/** What an engine folder holds; written last, so a folder with a manifest was complete once. */
export interface Manifest {
  readonly format: 1;
  readonly key: string;
  readonly how: "wheel" | "official";
  /** TensorFlow's version as the library itself says. */
  readonly tensorflow: string;
  readonly addon: string;
  readonly files: readonly EngineFile[];
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly file: string; readonly why: string };

const manifestName = "manifest.json";

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Records every file below `folder` (links are followed by what they point to, and not recorded themselves). */
export async function describeFiles(folder: string): Promise<readonly EngineFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: EngineFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === manifestName) continue;
    const full = entryPath(entry);
    const path = full.slice(folder.length + 1).replaceAll("\\", "/");
    const { size, mtimeMs } = await stat(full);
    files.push({ path: posix.normalize(path), size, mtimeMs, sha256: await sha256(full) });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, manifestName);
  await writeFile(`${path}.new`, JSON.stringify(manifest, null, 1));
  await rename(`${path}.new`, path);
}

/** The manifest of an engine folder; null when there is none or it is not one of ours. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const value = JSON.parse(await readFile(join(folder, manifestName), "utf8")) as Partial<Manifest> | null;
    return value?.format === 1 && typeof value.addon === "string" && Array.isArray(value.files)
      ? (value as Manifest)
      : null;
  } catch {
    return null;
  }
}

/**
 * Sizes and times of all files; where only a time differs (a cache that was copied or restored) the file is hashed,
 * so that the quick check never calls a changed file good.
 */
export const verifyQuickly = (folder: string, manifest: Manifest): Promise<Verdict> => verify(folder, manifest, false);

/** The SHA-256 of all files: about a second for the 850 MB of TensorFlow. */
export const verifyFully = (folder: string, manifest: Manifest): Promise<Verdict> => verify(folder, manifest, true);

async function verify(folder: string, manifest: Manifest, full: boolean): Promise<Verdict> {
  const touched = new Map<string, number>();
  for (const file of manifest.files) {
    const path = join(folder, file.path);
    const found = await stat(path).catch(() => null);
    if (found === null) return { ok: false, file: path, why: "is missing" };
    if (found.size !== file.size) return { ok: false, file: path, why: `has ${found.size} bytes, not ${file.size}` };
    const moved = Math.abs(found.mtimeMs - file.mtimeMs) > 1;
    if ((full || moved) && (await sha256(path)) !== file.sha256)
      return { ok: false, file: path, why: "has changed (its SHA-256 differs)" };
    if (moved) touched.set(file.path, found.mtimeMs);
  }
  if (touched.size > 0) {
    const files = manifest.files.map((file) => ({ ...file, mtimeMs: touched.get(file.path) ?? file.mtimeMs }));
    // A cache that cannot be written is as good; only the next start is a second slower.
    await writeManifest(folder, { ...manifest, files }).catch(() => undefined);
  }
  return { ok: true };
}
