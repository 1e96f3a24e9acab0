import { inflateRawSync } from "node:zlib";

/** Largest member that is unpacked, in bytes: what one buffer can hold. */
const LARGEST = 2 ** 31 - 1;

/**
 * One member of a zip archive in memory, null when it has none of that name. @throws Error saying what is wrong with
 * the archive
 */
export function zipMember(archive: Buffer, name: string): Buffer | null {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > archive.length) throw new Error("it is no zip archive, or was cut off");
  const start = archive.readUInt32LE(end + 16);
  for (let at = start; at + 46 <= archive.length && archive.readUInt32LE(at) === 0x02014b50;) {
    const length = archive.readUInt16LE(at + 28);
    if (archive.toString("utf8", at + 46, at + 46 + length) === name) return unpacked(archive, at, name);
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return null;
}

function unpacked(archive: Buffer, entry: number, name: string): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const [packed, size, offset] = [
    archive.readUInt32LE(entry + 20),
    archive.readUInt32LE(entry + 24),
    archive.readUInt32LE(entry + 42),
  ];
  if (size > LARGEST) throw new Error(`its ${name} is larger than ${LARGEST} bytes`);
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50)
    throw new Error(`its entry of ${name} is damaged`);
  const begin = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (begin + packed > archive.length) throw new Error(`its ${name} is cut short`);
  const bytes = archive.subarray(begin, begin + packed);
  if (method !== 0 && method !== 8) throw new Error(`its ${name} is packed in a way regnet does not read`);
  let content: Buffer;
  try {
    content = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: size });
  } catch {
    throw new Error(`its ${name} is damaged`);
  }
  if (content.length !== size) throw new Error(`its ${name} has another length than it states`);
  return content;
}
