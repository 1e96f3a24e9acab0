import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layersMaker } from "../../src/runtime/engine/layers-maker.js";
import { checkpoints } from "../../src/runtime/run/checkpoints.js";
import { openRun, readCheckpoint, sweepRun, writeCheckpoint } from "../../src/runtime/run/run-folder.js";
import { appendInRun, saveInRun } from "../../src/runtime/run/save-in-run.js";
import { trainRun } from "../../src/runtime/run/use-run.js";
import type { EngineMaker } from "../../src/runtime/training/fit.js";
import { chain, dataset, rows } from "./tiny-ir.js";
import { temporaryFolder } from "../support/temporary.js";

const root = temporaryFolder("safety");
beforeAll(async () => void (await tf.setBackend("cpu")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ir = chain(
  3,
  [
    { word: "dense", name: "h", args: { units: 4 } },
    { word: "dense", name: "out", args: { units: 1 } },
  ],
  { epochs: 2 },
);
const data = dataset(rows(10, 3, "out"));
const run = (name: string, more: object = {}) =>
  trainRun(ir, data, {
    folder: join(root, name),
    spec: "model tiny",
    versions: { regnet: "test" },
    dataFolder: root,
    backend: "cpu",
    engineName: "layers",
    ...more,
  });

describe("a run folder", () => {
  it("is one training's at a time", async () => {
    const [first, second] = await Promise.allSettled([run("shared"), run("shared")]);
    const refused = [first, second].filter((r) => r.status === "rejected").map((r) => r.reason as { code: string });
    expect(refused.map(({ code }) => code)).toHaveLength(1);
    expect(["runtime/run-in-use", "runtime/run-exists"]).toContain(refused[0]!.code);
    let inside: unknown;
    const engine: EngineMaker = async (task) => {
      inside = await run("shared", { resume: true }).catch((error: unknown) => error);
      return layersMaker(ir)(task);
    };
    await run("shared", { resume: true, epochs: 3, engine });
    expect(inside).toMatchObject({ code: "runtime/run-in-use" });
    expect(readdirSync(join(root, "shared"))).not.toContain(".lock");
  });

  it("of a training that was killed before it was whole is no run: another begins there", async () => {
    const given = (await run("source")).weights;
    mkdirSync(join(root, "early"));
    for (const file of ["spec.regnet", "ir.json"])
      writeFileSync(join(root, "early", file), readFileSync(join(root, "source", file)));
    await expect(run("early", { resume: true })).rejects.toMatchObject({ code: "runtime/bad-run" });
    expect((await run("early", { weights: given })).history).toHaveLength(2);
    // What it starts from lies there before the manifest makes it a run.
    expect(existsSync(join(root, "early/initial.bin"))).toBe(true);
    await expect(run("early")).rejects.toMatchObject({ code: "runtime/run-exists" });
  });

  it("keeps numbers that JSON does not have", async () => {
    const { run: made, snapshot } = await run("infinite");
    const history = [{ ...snapshot.history[0]!, logs: { loss: Infinity, a: NaN, b: -Infinity } }, snapshot.history[1]!];
    await writeCheckpoint(made, { ...snapshot, history });
    expect((await readCheckpoint(made)).history).toEqual(history);
    await writeCheckpoint(made, { ...snapshot, optimizer: { ...snapshot.optimizer, step: -5 } });
    await expect(readCheckpoint(made)).rejects.toMatchObject({ code: "runtime/bad-run" });
  });

  it("has the last checkpoint in the end, however fast they come", async () => {
    const { run: made, snapshot } = await run("fast");
    const { write, written } = checkpoints(made);
    const record = snapshot.history[0]!;
    for (let epoch = 1; epoch <= 300; epoch++)
      await write({
        ...snapshot,
        epoch,
        history: Array.from({ length: epoch }, (_, i) => ({ ...record, epoch: i + 1 })),
      });
    await written();
    expect((await readCheckpoint(made)).epoch).toBe(300);
  });

  it("lets no callback's file lead out of it", async () => {
    const { run: made, weights } = await run("linked");
    const [victim, elsewhere] = [join(root, "victim"), join(root, "elsewhere")];
    writeFileSync(victim, "mine");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(made.path, "sub"));
    symlinkSync(victim, join(made.path, "best.weights"));
    symlinkSync(join(elsewhere, "later"), join(made.path, "later.weights"));
    symlinkSync("later.weights", join(made.path, "over.weights"));
    for (const path of ["best.weights", "sub/best.weights", "later.weights", "over.weights", "../out", "/tmp/x"]) {
      await expect(saveInRun(made, path, weights, true, 1)).rejects.toMatchObject({ code: "runtime/outside-run" });
      await expect(appendInRun(made, path, "text", 0)).rejects.toMatchObject({ code: "runtime/outside-run" });
    }
    expect([readFileSync(victim, "utf8"), readdirSync(elsewhere)]).toEqual(["mine", []]);
    symlinkSync("round.weights", join(made.path, "round.weights"));
    await expect(saveInRun(made, "round.weights", weights, true, 1)).rejects.toMatchObject({
      code: "runtime/not-writable",
    });
    await saveInRun(made, "..best/of.weights", weights, true, 1);
    expect(existsSync(join(made.path, "..best/of.weights"))).toBe(true);
    expect((await openRun(made.path)).manifest.state).toBe("finished");
    // What was left half-written goes, and only here.
    const left = "a.0123456789ab.tmp";
    for (const place of [elsewhere, made.path, join(made.path, "..best")]) writeFileSync(join(place, left), "");
    await sweepRun(made);
    expect([elsewhere, made.path, join(made.path, "..best")].map((place) => existsSync(join(place, left)))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

it("an index without an entry is told before a run begins, whatever its engine", async () => {
  const words = chain(2, [
    { word: "embedding", name: "table", args: { input_dim: 5, output_dim: 2 } },
    { word: "flatten" },
    { word: "dense", name: "out", args: { units: 1 } },
  ]);
  const given = rows(4, 2, "out");
  const indices = { ...given, inputs: { x: { shape: [4, 2], data: Int32Array.of(0, 1, 2, 3, 4, 77, 0, 0) } } };
  const options = {
    folder: join(root, "indices"),
    spec: "",
    versions: {},
    dataFolder: root,
    backend: "cpu",
    engineName: "layers",
  };
  await expect(trainRun(words, dataset(indices), options)).rejects.toMatchObject({
    code: "runtime/index-outside",
    message: "the input x has the index 77, and table has entries 0 to 4",
  });
  expect(existsSync(options.folder)).toBe(false);
});
