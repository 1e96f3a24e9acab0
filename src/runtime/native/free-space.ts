import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Free bytes on the disk of `folder`, or of its nearest parent that exists; null where the system does not say. */
export async function freeSpace(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    return (error as NodeJS.ErrnoException).code === "ENOENT" && parent !== folder ? freeSpace(parent) : null;
  }
}

/**
 * What a set-up needs for a moment: the archive (pip holds it twice while it moves it), the unpacked libraries, and
 * some room.
 */
export const neededBytes = 1.6e9;

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
