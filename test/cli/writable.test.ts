import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsLinux } from "../support/needs.js";
import { emptyFolder, regnet, root } from "./regnet.js";

const folder = emptyFolder();
const spec = join(root, "specs/early-stopping.regnet");
beforeAll(() => {
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "there"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const places: readonly (readonly [string, RegExp, number])[] = [
  ["file", /a file is there, not a folder/, 1],
  ["file/x", /a part of its path is a file/, 1],
  ["a/".repeat(2500), /the path is too long/, 1],
  ["/dev/null", /a file is there/, 1],
  ["/dev/null/x", /a part of its path is a file/, 1],
  ["/proc/x", /its file system takes no new folders/, 3],
  ["/proc/x/y", /takes no new folders/, 3],
];
const needsIts = async (path: string): Promise<unknown> => path.startsWith("/") && needsLinux();

describe("a place that cannot be written is refused at once, with its reason", () => {
  it.each(places)("train --out %s", async (out, why, exit) => {
    await needsIts(out);
    const before = readdirSync(folder);
    const { code, out: printed, err } = await regnet(folder, ["train", spec, "--epochs", "1", "--out", out]);
    expect([code, printed]).toEqual([exit, ""]);
    expect(err).toMatch(/^error\[runtime\/not-writable\]: .* cannot be written: /);
    expect(err).toMatch(why);
    expect(err).not.toMatch(/epoch|training/);
    expect(readdirSync(folder)).toEqual(before);
  });
  it.each(["file/x.ts", "there", "nowhere/x.ts", "/proc/x.ts"])("compile and export -o %s", async (path) => {
    await needsIts(path);
    for (const args of [
      ["compile", spec],
      ["export", spec, "--format", "onnx"],
    ]) {
      if (args[0] === "export" && path === "nowhere/x.ts") continue; // export makes the folder
      const { code, out, err } = await regnet(folder, [...args, "-o", path]);
      expect([[1, 3].includes(code ?? 0), out]).toEqual([true, ""]);
      expect(err).toMatch(/^error\[(runtime\/not-writable|export\/exists)\]: /);
      expect(err).not.toMatch(/\.tmp|ENOENT|ENOTDIR|bug in regnet/);
    }
    expect(readdirSync(folder).sort()).toEqual(["file", "there"]);
  });
  it.each(["file", "file/x", "/proc/x"])("init %s", async (path) => {
    await needsIts(path);
    const { code, out, err } = await regnet(folder, ["init", path]);
    expect([[1, 3].includes(code ?? 0), out]).toEqual([true, ""]);
    expect(err).toMatch(/^error\[runtime\/not-writable\]: /);
  });
  it("what is no file is written to, and stays what it is", async () => {
    await needsLinux();
    const { code, err } = await regnet(folder, ["compile", spec, "-o", "/dev/null"]);
    expect([code, err, statSync("/dev/null").isCharacterDevice()]).toEqual([0, "wrote /dev/null\n", true]);
  });
});

describe("--resume keeps the engine of the beginning", () => {
  beforeAll(async () =>
    expect((await regnet(folder, ["train", spec, "--epochs", "1", "--out", "run", "--backend", "cpu"])).code).toBe(0),
  );
  it("takes it by itself, where auto would take another", async () => {
    const { code, err } = await regnet(folder, ["train", spec, "--epochs", "2", "--resume", "run"]);
    expect([code, /layers engine on cpu/.test(err)]).toEqual([0, true]);
    expect(JSON.parse(readFileSync(join(folder, "run/manifest.json"), "utf8"))).toMatchObject({
      engine: "layers",
      backend: "cpu",
      epochs: 2,
    });
  });
  it.each([
    ["--engine", "graph", "layers"],
    ["--backend", "wasm", "cpu"],
  ])("refuses %s %s", async (flag, wanted, was) => {
    const { code, out, err } = await regnet(folder, ["train", spec, "--epochs", "3", "--resume", "run", flag, wanted]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(
      `error[runtime/other-engine]: ${flag} ${wanted} is asked for, but the run run was begun with ${was}`,
    );
  });
});

it("REGNET_NATIVE=off keeps auto from an engine that is there", async () => {
  const { err } = await regnet(folder, ["train", spec, "--epochs", "1", "--out", "off"], {
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "/", ".cache"),
  });
  expect(err).toMatch(/layers engine on wasm/);
  expect(err).toContain("because the native engine is switched off by REGNET_NATIVE=off\n");
  expect(existsSync(join(folder, "off/model.bin"))).toBe(true);
});
