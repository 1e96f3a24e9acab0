import type { Ir } from "../../src/ir/ir.js";
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layersMaker } from "../../src/runtime/engine/layers-maker.js";
import type { EngineMaker } from "../../src/runtime/training/fit.js";
import { openRun, readCheckpoint, readWeights } from "../../src/runtime/run/run-folder.js";
import { saveInRun } from "../../src/runtime/run/save-in-run.js";
import { evaluateRun, predictRun, trainRun } from "../../src/runtime/run/use-run.js";
import { call, chain, dataset, rows } from "./tiny-ir.js";
import { temporaryFolder } from "../support/temporary.js";

const root = temporaryFolder("run");
beforeAll(async () => void (await tf.setBackend("cpu")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ir = chain(
  3,
  [
    { word: "dense", name: "h", args: { units: 4 } },
    { word: "dropout", args: { rate: 0.4 } },
    { word: "dense", name: "out", args: { units: 1 } },
  ],
  {
    optimizer: call("optimizer", "adam", { learning_rate: 0.03 }),
    epochs: 4,
    callbacks: [call("callback", "early_stopping", { patience: 3, restore_best_weights: true })],
  },
);
const data = dataset(rows(10, 3, "out"), rows(4, 3, "out"));
const options = (name: string) => ({
  folder: join(root, name),
  spec: "model tiny",
  versions: { regnet: "test" },
  dataFolder: root,
  backend: "cpu",
  engineName: "layers",
});
const run = (name: string, more: object = {}) => trainRun(ir, data, { ...options(name), ...more });

it("is complete, evaluates and predicts as the model in memory did", async () => {
  const done = await run("whole");
  expect(readdirSync(join(root, "whole")).sort()).toEqual([
    "checkpoint.bin",
    "history.csv",
    "ir.json",
    "manifest.json",
    "model.bin",
    "preprocessing.json",
    "report.html",
    "spec.regnet",
  ]);
  const opened = await openRun(join(root, "whole"));
  expect(await readWeights(opened)).toEqual(done.weights);
  const values = done.history.map((h) => h.logs["val_loss"]!);
  expect((await evaluateRun(opened, data.validation!))["loss"]).toBeCloseTo(Math.min(...values), 6);
  expect((await predictRun(opened, data.validation!))["out"]!.shape).toEqual([4, 1]);
  expect(readFileSync(join(root, "whole/report.html"), "utf8")).toContain("<polyline");
});

it("goes on to the numbers of an unbroken run", async () => {
  const abort = new AbortController();
  await run("broken", {
    signal: abort.signal,
    onEvent: (e: { event: string; epoch?: number }) => e.event === "epoch" && e.epoch === 2 && abort.abort(),
  });
  expect((await readCheckpoint(await openRun(join(root, "broken")))).epoch).toBe(2);
  const rest = await run("broken", { resume: true });
  const whole = await run("again");
  expect(rest.history.map((h) => h.logs)).toEqual(whole.history.map((h) => h.logs));
  expect(rest.weights).toEqual(whole.weights);
});

it("stays finished, with its restored weights, when it is resumed and stopped before another epoch", async () => {
  const done = await run("finished", { epochs: 4 });
  const before = readFileSync(join(root, "finished/manifest.json"), "utf8");
  const abort = new AbortController();
  const late: EngineMaker = async (task) => {
    const engine = await layersMaker(ir)(task);
    return { ...engine, epoch: (plan) => (abort.abort(), engine.epoch(plan)) };
  };
  const never: EngineMaker = () => new Promise(() => undefined);
  for (const engine of [late, never]) {
    // Stopped in the first new epoch; then before there is an engine.
    const cut = run("finished", { resume: true, epochs: 9, engine, signal: abort.signal });
    if (engine === late) expect((await cut).aborted).toBe(true);
    else await expect(cut).rejects.toBe(abort.signal.reason);
    const opened = await openRun(join(root, "finished"));
    expect(readFileSync(join(root, "finished/manifest.json"), "utf8")).toBe(before);
    expect(await readWeights(opened)).toEqual(done.weights);
  }
  const longer = await run("finished", { resume: true, epochs: 9 });
  expect(longer.history.length).toBeGreaterThan(4);
  expect(await readWeights(await openRun(join(root, "finished")))).toEqual(longer.weights);
});

it(
  "goes on with the epochs and the order of the rows of the beginning, on an engine made for the epochs that were " +
    "planned",
  async () => {
    const made: number[] = [];
    const engine: EngineMaker = async (task) => {
      made.push(task.epochs);
      return layersMaker(ir)(task);
    };
    const until = (epoch: number): object => {
      const abort = new AbortController();
      return {
        engine,
        signal: abort.signal,
        onEvent: (e: { event: string; epoch?: number }) => e.event === "epoch" && e.epoch === epoch && abort.abort(),
      };
    };
    const whole = await run("ordered", { epochs: 6, shuffle: false });
    await run("kept", { ...until(1), epochs: 5, shuffle: false });
    await run("kept", { ...until(2), resume: true });
    await run("kept", { ...until(3), resume: true, epochs: 6 });
    const rest = await run("kept", { resume: true, engine });
    expect(made).toEqual([5, 5, 5, 5]);
    expect(rest.history.map((h) => h.logs)).toEqual(whole.history.map((h) => h.logs));
    expect(rest.weights).toEqual(whole.weights);
    expect((await openRun(join(root, "kept"))).manifest.settings).toEqual({
      jit: "auto",
      threads: null,
      planned: 5,
      epochs: 6,
      seed: null,
      shuffle: false,
    });
    await expect(run("kept", { resume: true, shuffle: true })).rejects.toThrow(
      /begun with another spec, seed or flags/,
    );
    await expect(run("kept", { resume: true, jit: "on" })).rejects.toThrow(
      /--jit on is asked for, but the run .* was begun with auto/,
    );
  },
);

it("is not begun with options that could not be read again", async () => {
  await expect(run("none", { epochs: 0 })).rejects.toThrow("the option epochs is not a whole number from 1");
  await expect(run("none", { threads: 1.5 })).rejects.toThrow("the option threads is not a whole number from 1");
  expect(existsSync(join(root, "none"))).toBe(false);
});

it("of an earlier version goes on by the options alone", async () => {
  const abort = new AbortController();
  await run("earlier", {
    epochs: 3,
    signal: abort.signal,
    onEvent: (e: { event: string }) => e.event === "epoch" && abort.abort(),
  });
  const file = join(root, "earlier/manifest.json");
  const { settings: _, ...old } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify(old));
  const rest = await run("earlier", { resume: true });
  expect(rest.history).toHaveLength(4); // the IR's
  expect(rest.run.manifest.settings).toMatchObject({ planned: 4, epochs: null });
});

it("is read with distrust", async () => {
  await expect(openRun(join(root, "nowhere"))).rejects.toThrow(/no run folder/);
  const done = await run("bad");
  const irFile = join(root, "bad/ir.json");
  const written = readFileSync(irFile, "utf8");
  writeFileSync(irFile, written.replace('"seed": 1', '"seed": "one"'));
  await expect(openRun(join(root, "bad"))).rejects.toThrow(/ir\.json is not as regnet writes it/);
  writeFileSync(irFile, written);
  await expect(saveInRun(done.run, "../escape.bin", {}, true, 1)).rejects.toThrow(/outside the run folder/);
  const file = join(root, "bad/checkpoint.bin");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 3));
  await expect(readCheckpoint(done.run)).rejects.toThrow(/ends before the values/);
  writeFileSync(file, "#!/bin/sh\necho no run at all here");
  await expect(readCheckpoint(done.run)).rejects.toThrow(/no file of arrays/);
});

it("refuses a checkpoint of another optimizer as what it is, and hands on every other error", async () => {
  const [stage] = ir.training!.stages;
  const optimizer = call("optimizer", "sgd", { momentum: 0.9 });
  const other: Ir = { ...ir, training: { stages: [{ ...stage!, optimizer }] } };
  await run("of-adam", { epochs: 2 });
  const sgd = (more: object) => trainRun(other, data, { ...options("of-sgd"), ...more });
  await sgd({ epochs: 2 });
  copyFileSync(join(root, "of-adam/checkpoint.bin"), join(root, "of-sgd/checkpoint.bin"));
  await expect(sgd({ resume: true, epochs: 4 })).rejects.toMatchObject({
    code: "runtime/bad-run",
    message: `${join(root, "of-sgd/checkpoint.bin")} is not of this model and optimizer`,
  });
  const said = "the stored optimizer state is in the way";
  const broken = (): Promise<never> => Promise.reject(new Error(said));
  await expect(run("of-adam", { resume: true, epochs: 4, engine: broken })).rejects.toThrow(new Error(said));
});
