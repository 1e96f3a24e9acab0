import { createReadStream } from "node:fs";
import { mkdir, open, symlink } from "node:fs/promises";
import { dirname } from "node:path";
import { createGunzip } from "node:zlib";
import { inside } from "./unzip.js";

/**
 * Unpacks a `.tar.gz`, streaming: the members that `place` gives a path below `folder` (files, and links to a name
 * beside themselves). Returns how many. Throws an `Error` that names what is wrong with the archive.
 */
export async function untar(archive: string, folder: string, place: (name: string) => string | null): Promise<number> {
  const input = new Reader(createReadStream(archive).pipe(createGunzip()));
  let count = 0;
  let longName: string | null = null;
  for (;;) {
    const header = await input.take(512);
    if (header.length < 512 || header.every((byte) => byte === 0)) return count;
    const size = parseInt(text(header, 124, 12).trim() || "0", 8);
    const type = String.fromCharCode(header[156] ?? 0);
    if (!Number.isFinite(size) || text(header, 257, 5) !== "ustar") throw new Error("it is not a tar archive");
    const padding = (512 - (size % 512)) % 512;
    if (type === "L" || type === "x") {
      const body = (await input.take(size)).toString("utf8");
      longName = type === "L" ? body.replace(/\0+$/, "") : (/\d+ path=([^\n]*)\n/.exec(body)?.[1] ?? longName);
      await input.take(padding);
      continue;
    }
    const prefix = text(header, 345, 155);
    const name = (longName ?? (prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100)).replace(/^\.\//, "");
    longName = null;
    const to = type === "0" || type === "\0" || type === "2" ? place(name) : null;
    if (to !== null && type === "2") {
      const target = text(header, 157, 100);
      if (target.includes("/")) throw new Error(`${name} links outside its folder`);
      const path = inside(folder, to);
      await mkdir(dirname(path), { recursive: true });
      await symlink(target, path);
      count++;
    } else if (to !== null) {
      await input.copy(size, inside(folder, to), name);
      count++;
      await input.take(padding);
      continue;
    }
    await input.skip(size + padding);
  }
}

const text = (header: Buffer, at: number, length: number): string =>
  header.toString("latin1", at, at + length).replace(/\0.*$/s, "");

/** Reads a stream in pieces of wanted lengths. */
class Reader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** Up to `length` bytes of what comes next; empty at the end. */
  private async some(length: number): Promise<Buffer> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done === true) return this.rest;
      this.rest = next.value;
    }
    const piece = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(piece.length);
    return piece;
  }

  async take(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0;) {
      const piece = await this.some(left);
      if (piece.length === 0) break;
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const piece = await this.some(left);
      if (piece.length === 0) throw new Error("it is cut short");
      left -= piece.length;
    }
  }

  async copy(length: number, path: string, name: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const out = await open(path, "w");
    try {
      for (let left = length; left > 0;) {
        const piece = await this.some(left);
        if (piece.length === 0) throw new Error(`it ends in the middle of ${name}`);
        await out.write(piece);
        left -= piece.length;
      }
    } finally {
      await out.close();
    }
  }
}
