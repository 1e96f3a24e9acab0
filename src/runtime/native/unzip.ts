import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";

export interface UnpackedFile {
  /** The member's name in the archive. */
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** SHA-256 in base64url without padding: the notation of a wheel's RECORD. */
  readonly sha256: string;
}

interface Member {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Unpacks the members that `place` gives a path below `folder`, streaming: TensorFlow's library alone is 800 MB.
 * Throws an `Error` that names what is wrong with the archive.
 */
export async function unzip(
  archive: string,
  folder: string,
  place: (name: string) => string | null,
  signal?: AbortSignal,
): Promise<readonly UnpackedFile[]> {
  const file = await open(archive, "r");
  try {
    const unpacked: UnpackedFile[] = [];
    for (const member of await readDirectory(file)) {
      const to = member.name.endsWith("/") ? null : place(member.name);
      if (to !== null) unpacked.push(await unpack(archive, file, member, inside(folder, to), signal));
    }
    return unpacked;
  } finally {
    await file.close();
  }
}

/** A path below `folder`; an archive must not name a place outside it. */
export function inside(folder: string, relative: string): string {
  const path = resolve(folder, relative);
  if (!path.startsWith(resolve(folder) + sep)) throw new Error(`it holds a file outside its folder: ${relative}`);
  return path;
}

async function readDirectory(file: FileHandle): Promise<readonly Member[]> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > tail.length) throw new Error("it has no zip directory");
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start === 0xffffffff || length === 0xffffffff)
    throw new Error("it is a zip64 archive, which regnet does not read");
  if (start + length > size) throw new Error("its zip directory is cut short");
  const directory = await read(file, start, length);
  const members: Member[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error("its zip directory is damaged");
    const nameLength = directory.readUInt16LE(at + 28);
    members.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return members;
}

async function unpack(
  archive: string,
  file: FileHandle,
  member: Member,
  path: string,
  signal?: AbortSignal,
): Promise<UnpackedFile> {
  if (member.method !== 0 && member.method !== 8)
    throw new Error(`${member.name} is packed in a way regnet does not read`);
  const header = await read(file, member.offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw new Error(`the entry of ${member.name} is damaged`);
  const start = member.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash("sha256");
  let size = 0;
  const count = new PassThrough();
  count.on("data", (chunk: Buffer) => {
    size += chunk.length;
    hash.update(chunk);
  });
  const source =
    member.packed === 0
      ? emptySource()
      : createReadStream(archive, { start, end: start + member.packed - 1, highWaterMark: 1 << 20 });
  const inflate = member.method === 8 ? createInflateRaw({ chunkSize: 1 << 20 }) : new PassThrough();
  await pipeline(source, inflate, count, createWriteStream(path), ...(signal ? [{ signal }] : []));
  if (size !== member.size) throw new Error(`${member.name} has ${size} bytes, not ${member.size}`);
  return { name: member.name, path, size, sha256: hash.digest("base64url") };
}

function emptySource(): PassThrough {
  const empty = new PassThrough();
  empty.end();
  return empty;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
