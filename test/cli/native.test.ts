import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { beforeAllWith, needsNative } from "../support/needs.js";
import { emptyFolder, jsonLines, regnet, type Ran } from "./regnet.js";

/** With the engine of this machine, which is never set up here. */
const here = {
  REGNET_NATIVE: "",
  XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "", ".cache"),
};

let folder: string;
let trained: Ran;
const run = (...args: readonly string[]): Promise<Ran> => regnet(folder, args, here);

beforeAllWith(
  "native",
  async () => {
    folder = emptyFolder();
    expect((await run("init")).code).toBe(0);
    trained = await run("train", "early-stopping.regnet", "--epochs", "3", "--out", "run", "--json");
  },
  60_000,
);

describe("with the native engine", () => {
  it("trains on the graph engine, and ends as it should", async () => {
    await needsNative();
    expect(trained.err).not.toMatch(/error|Segmentation/i);
    expect(trained.code).toBe(0);
    const [start] = jsonLines(trained.out);
    expect(start).toMatchObject({ engine: "graph", backend: "native" });
    expect(Object.keys(start!["versions"] as object)).toEqual(["regnet", "node", "tensorflow"]);
    expect(JSON.parse(readFileSync(join(folder, "run/manifest.json"), "utf8"))).toMatchObject({
      state: "finished",
      engine: "graph",
      epochs: 3,
    });
  });

  it("evaluates and predicts the same on both engines", async () => {
    await needsNative();
    const [auto, layers] = [
      await run("evaluate", "run", "--json"),
      await run("evaluate", "run", "--json", "--engine", "layers"),
    ];
    expect([auto.code, layers.code]).toEqual([0, 0]);
    const [a, b] = [jsonLines(auto.out)[0]!, jsonLines(layers.out)[0]!];
    expect(Object.keys(a)).toEqual(Object.keys(b));
    for (const [name, value] of Object.entries(b))
      if (typeof value === "number") expect(a[name], name).toBeCloseTo(value, 5);
      else expect(a[name]).toBe(value);
    const [some, others] = [
      await run("predict", "run", "--data", "data/iris.csv", "--engine", "graph"),
      await run("predict", "run", "--data", "data/iris.csv", "--engine", "layers"),
    ];
    expect([some.code, others.code]).toEqual([0, 0]);
    const cells = (text: string): string[][] =>
      text
        .trim()
        .split("\n")
        .map((line) => line.split(","));
    expect(cells(some.out)[0]).toEqual(cells(others.out)[0]);
    cells(others.out)
      .slice(1)
      .forEach((line, row) =>
        line.forEach((cell, i) =>
          i < 2
            ? expect(cells(some.out)[row + 1]![i]).toBe(cell)
            : expect(Number(cells(some.out)[row + 1]![i])).toBeCloseTo(Number(cell), 5),
        ),
      );
  });

  it("refuses what is wrong with the usual code and words while the library still loads", async () => {
    await needsNative();
    for (const args of [
      ["predict", "run", "--data", "nowhere.csv"],
      ["evaluate", "nowhere"],
      ["train", "early-stopping.regnet", "--out", "run"],
    ])
      expect(await run(...args)).toMatchObject({ code: 1, err: expect.stringMatching(/^error\[/) as string });
  });
});
