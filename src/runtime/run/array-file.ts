import { endianness } from "node:os";
import { open, type FileHandle } from "node:fs/promises";
import { Failure } from "../../diagnostics/failure.js";
import type { NdArray } from "../data/dataset.js";
import { writeWhole } from "./write-whole.js";

const MAGIC = "regnet-arrays-1\n";
/** Longest header believed, in bytes. */
const MAX_HEADER = 64 * 1024 * 1024;

export interface ArrayFile<H> {
  readonly header: H;
  readonly arrays: Readonly<Record<string, NdArray>>;
}

/**
 * A line that says what it is, the header's length (uint32), the header as JSON, then float32 little-endian values one
 * after another.
 */
export async function writeArrays<H>(path: string, { header, arrays }: ArrayFile<H>): Promise<void> {
  const list = Object.entries(arrays).map(([name, { shape }]) => ({ name, shape }));
  const text = Buffer.from(JSON.stringify({ header, arrays: list }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  function* parts(): Generator<Uint8Array> {
    yield* [Buffer.from(MAGIC), length, text];
    for (const { data } of Object.values(arrays)) yield littleEndian(bytesOf(data));
  }
  await writeWhole(path, parts());
}

/** Reads with distrust: sizes have to agree to the byte. Nothing in the file is ever run. @throws Failure */
export async function readArrays(path: string): Promise<ArrayFile<unknown>> {
  const bad = (fault: string): Failure =>
    new Failure("runtime/bad-run", `${path} ${fault}`, "train again, or name the folder that training wrote");
  const unreadable = (error: unknown): never => {
    throw bad(`cannot be read (${(error as { code?: string }).code ?? String(error)})`);
  };
  const file = await open(path).catch(unreadable);
  try {
    const bytes = (await file.stat()).size;
    const read = async (at: number, size: number): Promise<Buffer> =>
      (await readExactly(file, at, size).catch(unreadable)) ?? Promise.reject(bad("is cut short"));
    const start = MAGIC.length + 4;
    const begin = bytes < start ? null : await read(0, start);
    if (begin?.toString("latin1", 0, MAGIC.length) !== MAGIC) throw bad("is no file of arrays of this version");
    const length = begin.readUInt32LE(MAGIC.length);
    if (length > MAX_HEADER || start + length > bytes) throw bad("is cut short");
    const parsed = parse((await read(start, length)).toString("utf8"));
    if (!parsed) throw bad("has a header that is no such description");
    let at = start + length;
    const arrays: Record<string, NdArray> = Object.create(null) as Record<string, NdArray>;
    for (const { name, shape } of parsed.arrays) {
      const size = shape.reduce((n, d) => n * d, 1);
      if (at + size * 4 > bytes) throw bad(`ends before the values of ${name}`);
      if (name in arrays) throw bad(`has two arrays named ${name}`);
      const values = littleEndian(await read(at, size * 4));
      arrays[name] = { shape, data: new Float32Array(values.buffer, values.byteOffset, size) };
      at += size * 4;
    }
    if (at !== bytes) throw bad("is longer than it says");
    return { header: parsed.header, arrays };
  } finally {
    await file.close();
  }
}

/** Most bytes that one read takes. */
const PIECE = 2 ** 30;

/** In memory of its own; null where the file ends before. */
async function readExactly(file: FileHandle, at: number, size: number): Promise<Buffer | null> {
  const bytes = Buffer.from(new ArrayBuffer(size));
  for (let done = 0; done < size;) {
    const { bytesRead } = await file.read(bytes, done, Math.min(PIECE, size - done), at + done);
    if (bytesRead === 0) return null;
    done += bytesRead;
  }
  return bytes;
}

/** Of float32 values the memory itself. */
const bytesOf = (data: NdArray["data"]): Buffer =>
  data instanceof Float32Array
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(Float32Array.from(data).buffer);

/** Between the machine's order of bytes and the file's. */
const littleEndian = (bytes: Buffer): Buffer => (endianness() === "LE" ? bytes : Buffer.from(bytes).swap32());

function parse(text: string): {
  readonly header: unknown;
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[] }[];
} | null {
  try {
    const read = JSON.parse(text) as { header?: unknown; arrays?: unknown };
    const fine =
      Array.isArray(read.arrays) &&
      read.arrays.every(
        (a: { name?: unknown; shape?: unknown } | null) =>
          typeof a?.name === "string" &&
          Array.isArray(a.shape) &&
          a.shape.every((d: unknown) => Number.isInteger(d) && (d as number) >= 0 && (d as number) < 2 ** 31),
      );
    return fine ? (read as never) : null;
  } catch {
    return null;
  }
}
