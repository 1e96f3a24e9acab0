import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/diagnostics/failure.js";
import { checkAgainstRecord } from "../../../src/runtime/native/from-wheel.js";
import { untar } from "../../../src/runtime/native/untar.js";
import { unzip } from "../../../src/runtime/native/unzip.js";
import { isWheelPlan, wheelPlan } from "../../../src/runtime/native/wheel-plan.js";
import { temporaryFolder } from "../../support/temporary.js";

const folder = () => temporaryFolder("archive");
const save = (bytes: Buffer) => {
  const path = join(folder(), "archive");
  writeFileSync(path, bytes);
  return path;
};

function zip(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    bodies.push(local, packed);
    directory.push(entry);
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

function tarGz(files: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(text.length.toString(8).padStart(11, "0"), 124);
    header.write("0", 156);
    header.write("ustar", 257);
    return [header, Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

describe("unzip", () => {
  it("unpacks only what is wanted, with hashes", async () => {
    const to = folder();
    const files = await unzip(save(zip({ "a/one.txt": "one", "b/two.txt": "two" })), to, (name) =>
      name.startsWith("b/") ? "x/2" : null,
    );
    expect(files).toEqual([
      {
        name: "b/two.txt",
        path: join(to, "x/2"),
        size: 3,
        sha256: createHash("sha256").update("two").digest("base64url"),
      },
    ]);
    expect(readFileSync(join(to, "x/2"), "utf8")).toBe("two");
  });
  it("refuses what is cut short, no archive, or reaches out of its folder", async () => {
    const whole = zip({ a: "text" });
    await expect(unzip(save(whole.subarray(0, -10)), folder(), (name) => name)).rejects.toThrow(/no zip directory/);
    await expect(unzip(save(Buffer.from("<html>403</html>")), folder(), (name) => name)).rejects.toThrow(
      /no zip directory/,
    );
    await expect(unzip(save(zip({ "../a": "text" })), folder(), (name) => name)).rejects.toThrow(/outside its folder/);
  });
  it("compares a wheel with its RECORD", async () => {
    const plan = wheelPlan({ platform: "linux", arch: "x64", libc: "glibc" });
    if (!isWheelPlan(plan)) throw new Error("no plan");
    const names = [...plan.libraries.map((name) => `tensorflow/${name}`), "tensorflow/include/tensorflow/c/c_api.h"];
    const members = Object.fromEntries(names.map((name) => [name, `bytes of ${name}`]));
    const hashes = (await unzip(save(zip(members)), folder(), (name) => name)).map(
      (file) => `${file.name},sha256=${file.sha256},${file.size}`,
    );
    const good = await unzip(
      save(zip({ ...members, "t.dist-info/RECORD": hashes.join("\n") })),
      folder(),
      (name) => name,
    );
    await expect(checkAgainstRecord(plan, "w", good)).resolves.toBeUndefined();
    const bad = await unzip(
      save(zip({ ...members, [names[0] ?? ""]: "other", "t.dist-info/RECORD": hashes.join("\n") })),
      folder(),
      (name) => name,
    );
    await expect(checkAgainstRecord(plan, "w", bad)).rejects.toThrow(/differs from its recorded hash/);
    await expect(checkAgainstRecord(plan, "w", good.slice(1))).rejects.toBeInstanceOf(Failure);
  });
});

describe("untar", () => {
  it("unpacks only what is wanted", async () => {
    const to = folder();
    const long = "x".repeat(1500);
    expect(
      await untar(save(tarGz({ "package/a.js": long, "package/b.ts": "no" })), to, (name) =>
        name.endsWith(".js") ? name : null,
      ),
    ).toBe(1);
    expect(readFileSync(join(to, "package/a.js"), "utf8")).toBe(long);
  });
  it("refuses a web page, a cut archive and a path outside", async () => {
    await expect(untar(save(Buffer.from("<html>403</html>")), folder(), (name) => name)).rejects.toThrow();
    await expect(untar(save(gzipSync(Buffer.alloc(600, 65))), folder(), (name) => name)).rejects.toThrow(/not a tar/);
    await expect(untar(save(tarGz({ "../up": "x" })), folder(), (name) => name)).rejects.toThrow(/outside its folder/);
  });
});
