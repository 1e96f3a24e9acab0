import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { engineFolders, findStored, moveIntoPlace, removeLeftovers } from "../../../src/runtime/native/engine-store.js";
import { findInstalledAddon } from "../../../src/runtime/native/installed-addon.js";
import { loadNative } from "../../../src/runtime/native/load-native.js";
import { LockTimeout, withLock } from "../../../src/runtime/native/lock.js";
import { cacheFolder, thisMachine, type Machine } from "../../../src/runtime/native/machine.js";
import {
  describeFiles,
  readManifest,
  verifyFully,
  verifyQuickly,
  writeManifest,
} from "../../../src/runtime/native/manifest.js";
import { openBackend } from "../../../src/runtime/native/open-backend.js";
import type { Runner } from "../../../src/runtime/native/run-command.js";
import { setUpNative, type SetUpResult, type World } from "../../../src/runtime/native/set-up.js";
import { installedTfjsNode } from "../../../src/runtime/native/tfjs-node-package.js";
import { needsNativeBackend } from "../../support/needs.js";
import { temporaryFolder } from "../../support/temporary.js";

const temporary = () => temporaryFolder("native");
const missing: Runner = async (command) => ({ code: null, missing: true, stdout: "", tail: `${command}: not found` });

function world(run: Runner, machine: Partial<Machine> = {}): World & { readonly lines: string[] } {
  const env = { XDG_CACHE_HOME: temporary() };
  return {
    machine: {
      platform: "linux",
      arch: "x64",
      libc: "glibc",
      home: "/none",
      nodePath: process.execPath,
      nodeVersion: "20.0.0",
      env,
      ...machine,
    },
    run,
    fetch: async () => new Response(null, { status: 403 }),
    installed: async () => null,
    now: () => 1_000_000,
    lines: [],
  };
}

async function engine(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "lib.so"), "the library");
  const files = await describeFiles(folder);
  await writeManifest(folder, {
    format: 1,
    key: basename(folder),
    how: "wheel",
    tensorflow: "2.21.0",
    addon: "lib.so",
    files,
  });
}

describe("manifest", () => {
  it("sees a change of size, of content and a missing file, and hashes when only the time differs", async () => {
    const folder = join(temporary(), "engine");
    await engine(folder);
    const manifest = (await readManifest(folder))!;
    expect(await verifyQuickly(folder, manifest)).toEqual({ ok: true });
    utimesSync(join(folder, "lib.so"), 1, 1);
    expect(await verifyQuickly(folder, manifest)).toEqual({ ok: true });
    expect((await readManifest(folder))?.files[0]?.mtimeMs).toBe(1000);
    writeFileSync(join(folder, "lib.so"), "THE library");
    expect(await verifyQuickly(folder, manifest)).toMatchObject({
      ok: false,
      why: expect.stringMatching(/SHA-256/) as string,
    });
    writeFileSync(join(folder, "lib.so"), "short");
    expect(await verifyFully(folder, manifest)).toMatchObject({ ok: false, why: "has 5 bytes, not 11" });
    writeFileSync(join(folder, "manifest.json"), "{");
    expect(await readManifest(folder)).toBeNull();
  });
});

describe("store", () => {
  it("finds a whole engine and reports a damaged one", async () => {
    const { machine } = world(missing);
    expect(await findStored(machine, true)).toMatchObject({ failure: { code: "native/not-set-up" } });
    const { wheel } = engineFolders(machine);
    await engine(wheel);
    expect(await findStored(machine, true)).toMatchObject({ engine: { addon: join(wheel, "lib.so") } });
    writeFileSync(join(wheel, "lib.so"), "");
    expect(await findStored(machine, false)).toMatchObject({ failure: { code: "native/damaged" } });
  });
  it("replaces an old engine and clears what dead processes left, not what live ones build", async () => {
    const cache = temporary();
    for (const name of ["e", "e.building-999999999-x", `e.building-${process.ppid}-x`, "n"])
      mkdirSync(join(cache, name));
    writeFileSync(join(cache, "n", "new"), "");
    await moveIntoPlace(join(cache, "n"), join(cache, "e"));
    await removeLeftovers(cache);
    expect(readdirSync(cache).sort()).toEqual(["e", `e.building-${process.ppid}-x`]);
    expect(existsSync(join(cache, "e", "new"))).toBe(true);
  });
});

describe("lock", () => {
  it("lets one work at a time", async () => {
    const path = join(temporary(), "lock");
    const order: string[] = [];
    const work = (name: string) => () =>
      new Promise<void>(
        (done) => (order.push(`${name} in`), setTimeout(() => (order.push(`${name} out`), done()), 20)),
      );
    await Promise.all([withLock(path, work("a"), { pollMs: 5 }), withLock(path, work("b"), { pollMs: 5 })]);
    expect(order[1]).toBe(order[0]!.replace("in", "out"));
    expect(order[3]).toBe(order[2]!.replace("in", "out"));
    expect(existsSync(path)).toBe(false);
  });
  it("takes over from a dead process and from one without a heartbeat", async () => {
    const path = join(temporary(), "lock");
    const dead = Number(execFileSync(process.execPath, ["-p", "process.pid"]).toString());
    mkdirSync(path);
    const { hostname } = await import("node:os");
    writeFileSync(join(path, "owner.json"), JSON.stringify({ token: "t", pid: dead, host: hostname() }));
    expect(await withLock(path, async () => 1, { pollMs: 5 })).toBe(1);
    mkdirSync(path);
    utimesSync(path, 1, 1);
    expect(await withLock(path, async () => 2, { pollMs: 5 })).toBe(2);
  });
  it("gives up on one that lives and stays", async () => {
    const path = join(temporary(), "lock");
    await withLock(path, () =>
      expect(withLock(path, async () => 0, { pollMs: 5, giveUpMs: 10 })).rejects.toBeInstanceOf(LockTimeout),
    );
  });
});

describe("an engine of an earlier version", () => {
  /** Runs the engine, and a compiler that does what is given with the path it is to write. */
  const compiling =
    (compile: (path: string) => number): Runner =>
    async (command, args) => {
      const probe = command === process.execPath && args[0] === "-e";
      const stdout = probe ? JSON.stringify({ tensorflow: "2.21.0", product: [7, 10, 15, 22] }) : "";
      if (probe || args.at(-1) === "--version") return { code: 0, missing: false, stdout, tail: "" };
      return { code: compile(args[args.indexOf("-o") + 1]!), missing: false, stdout, tail: "no C++17" };
    };
  const writing = compiling((path) => (writeFileSync(path, "an addon"), 0));

  it("works on where it cannot be completed, which is told and not remembered", async () => {
    const it = world(compiling(() => 1));
    const { wheel } = engineFolders(it.machine);
    await engine(wheel);
    expect(await setUpNative({ onLine: (line) => it.lines.push(line) }, it)).toMatchObject({
      ok: true,
      how: "cache",
      addon: join(wheel, "lib.so"),
    });
    expect(it.lines).toEqual([
      `the engine in ${wheel} works, but what this version adds to it could not be made: g++ could not compile ` +
        "the C++ files of the native engine: no C++17",
    ]);
    expect(readdirSync(cacheFolder(it.machine))).toEqual([basename(wheel)]);
  });
  it("is completed by what it lacks when it is its turn", async () => {
    const it = world(writing);
    const { wheel } = engineFolders(it.machine);
    await engine(wheel);
    const completed = await withLock(join(cacheFolder(it.machine), "set-up.lock"), async () => {
      const waiting = await new Promise<{ readonly result: Promise<SetUpResult> }>((told) => {
        const result: Promise<SetUpResult> = setUpNative(
          { onLine: (line) => (it.lines.push(line), told({ result })) },
          it,
        );
      });
      writeFileSync(join(wheel, "mute.node"), "of the other set-up");
      await writeManifest(wheel, { ...(await readManifest(wheel))!, files: await describeFiles(wheel) });
      return waiting;
    });
    expect(await completed.result).toMatchObject({ ok: true, how: "cache" });
    expect(it.lines).toEqual([
      expect.stringMatching(/^another set-up is running \(process \d+ on .+\); waiting for it$/),
    ]);
    expect((await readManifest(wheel))!.files.map(({ path }) => path)).toEqual([
      "lean.node",
      "lib.so",
      "mute.node",
      "quiet.node",
    ]);
    expect(readFileSync(join(wheel, "mute.node"), "utf8")).toBe("of the other set-up");
    expect(await findStored(it.machine, true)).toMatchObject({ engine: { folder: wheel } });
  });
});

describe("set-up that cannot succeed", () => {
  it("names the missing compiler before it downloads, and remembers it for automatic set-ups only", async () => {
    const asked: string[] = [];
    const it = world(async (command, args) => (asked.push([command, ...args].join(" ")), missing(command, args)));
    const first = await setUpNative({ automatic: true, onLine: (line) => it.lines.push(line) }, it);
    expect(first).toMatchObject({
      ok: false,
      failure: {
        code: "native/no-compiler",
        exitCode: 3,
        hint: expect.stringMatching(/apt-get install g\+\+/) as string,
      },
    });
    expect(it.lines.join("\n")).toMatch(/HTTP status 403/);
    expect(asked.some((line) => line.includes("download"))).toBe(false);
    expect(await setUpNative({ automatic: true }, it)).toMatchObject({ failure: { code: "native/failed-before" } });
    expect(await setUpNative({}, it)).toMatchObject({ failure: { code: "native/no-compiler" } });
    expect(readdirSync(cacheFolder(it.machine))).toEqual(["last-failure.json"]);
  });
  it("names missing pip, an unknown platform, and respects REGNET_NATIVE=off", async () => {
    const onlyCompiler: Runner = async (command, args) =>
      command === "g++" ? { code: 0, missing: false, stdout: "g++ 13", tail: "" } : missing(command, args);
    expect(await setUpNative({}, world(onlyCompiler))).toMatchObject({ failure: { code: "native/no-pip" } });
    expect(await setUpNative({}, world(missing, { libc: "musl" }))).toMatchObject({
      failure: { code: "native/unsupported-platform" },
    });
    expect(
      await setUpNative(
        { automatic: true },
        world(missing, { env: { XDG_CACHE_HOME: temporary(), REGNET_NATIVE: "off" } }),
      ),
    ).toMatchObject({ failure: { code: "native/off" } });
  });
  it("says so when the cache folder cannot be made", async () => {
    const file = join(temporary(), "file");
    writeFileSync(file, "");
    expect(await setUpNative({}, world(missing, { env: { XDG_CACHE_HOME: file } }))).toMatchObject({
      failure: { code: "native/cache-not-writable" },
    });
  });
  it("leaves nothing behind when it is interrupted", async () => {
    const stop = new AbortController();
    const it = world(async (command, args) => (stop.abort(), missing(command, args)));
    expect(await setUpNative({ signal: stop.signal }, it)).toMatchObject({ failure: { code: "native/interrupted" } });
    expect(readdirSync(cacheFolder(it.machine))).toEqual([]);
  });
});

describe("this machine", () => {
  const matrix = [
    [1, 2],
    [3, 4],
  ];
  const product = (): number[] => [...tf.matMul(matrix, matrix).dataSync()];
  it("says what to do where no engine is set up", async () => {
    const cache = process.env["XDG_CACHE_HOME"];
    process.env["XDG_CACHE_HOME"] = temporary();
    const result = await loadNative({ threads: 1 });
    if (cache === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cache;
    // A tfjs-node whose install script worked has a library of its own.
    const installed = findInstalledAddon(await installedTfjsNode()) !== null;
    const failure = { code: "native/not-set-up", hint: expect.stringMatching(/doctor --fix/) as string };
    expect(result).toMatchObject(installed ? { ok: true } : { ok: false, failure });
  });
  it("multiplies on TensorFlow's library with the same tfjs", async () => {
    const engine = await needsNativeBackend();
    expect(engine.tf.tensor).toBe(tf.tensor);
    expect(tf.getBackend()).toBe("tensorflow");
    expect(product()).toEqual([7, 10, 15, 22]);
    expect(engine.binding.getNumOfSavedModels()).toBe(0);
  });
  it("says the version and the place of a library in the cache", async () => {
    const engine = await needsNativeBackend();
    const stored = await findStored(thisMachine(), false);
    const folder = "engine" in stored ? stored.engine.folder : engine.tfjsNode;
    expect(engine.addon.startsWith(folder)).toBe(true);
    const wanted = "engine" in stored ? stored.engine.manifest.tensorflow : engine.binding.TF_Version;
    expect(engine.tensorflow).toBe(wanted);
  });
  it("runs wasm and cpu as well", async () => {
    for (const backend of ["wasm", "cpu"] as const) {
      const opened = await openBackend({ backend });
      expect(opened.tf.getBackend()).toBe(backend);
      expect(product()).toEqual([7, 10, 15, 22]);
    }
  });
});
