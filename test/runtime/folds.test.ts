import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { foldData, foldIr } from "../../src/ir/folds.js";
import type { Ir } from "../../src/ir/ir.js";
import { loadDataset, loadFolds } from "../../src/runtime/data/load-dataset.js";
import { layersMaker } from "../../src/runtime/engine/layers-maker.js";
import { graphEngineHere } from "../../src/runtime/graph/in-process.js";
import { readFolds } from "../../src/runtime/run/folds-folder.js";
import { openRun, readWeights } from "../../src/runtime/run/run-folder.js";
import { trainFolds, type TrainFoldsOptions } from "../../src/runtime/run/train-folds.js";
import { evaluateRun, trainRun } from "../../src/runtime/run/use-run.js";
import type { TrainingEvent } from "../../src/runtime/training/events.js";
import type { EngineMaker } from "../../src/runtime/training/fit.js";
import { needsNative } from "../support/needs.js";
import { folded, staged } from "../support/staged.js";
import { temporaryFolder } from "../support/temporary.js";

const root = temporaryFolder("folds");
const rows = Array.from({ length: 47 }, (_, i) => [i % 7, (i * 3) % 5, (i * i) % 11, i % 4 === 0 ? "b" : "a"]);
beforeAll(async () => {
  await tf.setBackend("cpu");
  writeFileSync(join(root, "t.csv"), `p,q,y,c\n${rows.map((row) => row.join(",")).join("\n")}\n`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const { ir: one } = compile(`
model m { input [4]; dense 5 tanh as h; dropout 0.3; dense 1 }
data { source: "t.csv", target: y, normalize: standard, test: split(0.2, seed=3), validation: split(0.2) }
train {
  optimizer: adam(0.02), loss: mse, metrics: [mae], batch_size: 8, epochs: 3, seed: 5
  early_stop monitor=val_loss patience=1 restore_best_weights
}
`);
const ir = staged(folded(one!, 3), [
  { name: "head", frozen: ["h"], epochs: 2 },
  { name: "tune", epochs: 3 },
]);
const share = { fraction: 0.25, stratify: false, order: null };
const load = (of: Ir) => loadFolds(of.data!, of.model, { baseDir: root });

const options = (name: string, more: Partial<TrainFoldsOptions> = {}): TrainFoldsOptions => ({
  folder: join(root, name),
  spec: "model m",
  versions: { regnet: "test" },
  dataFolder: root,
  backend: "cpu",
  engineName: "layers",
  ...more,
});
const file = (name: string, path: string): Buffer => readFileSync(join(root, name, path));
const RESULTS = ["history.csv", ...[1, 2, 3].flatMap((fold) => [`fold-${fold}/model.bin`, `fold-${fold}/history.csv`])];
function expectSame(name: string, other: string): void {
  for (const path of RESULTS) expect(file(name, path).equals(file(other, path)), `${name}/${path}`).toBe(true);
  const { ms: _, ...results } = JSON.parse(file(name, "folds.json").toString()) as Record<string, unknown>;
  const { ms: __, ...others } = JSON.parse(file(other, "folds.json").toString()) as Record<string, unknown>;
  expect(results).toEqual(others);
}

const engines: readonly (readonly [string, (ir: Ir) => Promise<EngineMaker>])[] = [
  ["layers", async (of) => layersMaker(of)],
  [
    "graph",
    async (of) => {
      const { binding } = await needsNative();
      return async (task) => graphEngineHere(binding, { ...task, model: of.model, seed: of.seed });
    },
  ],
];

it("the rows of a fold are prepared by what its own training rows teach", async () => {
  const folds = await load(ir);
  const scalings = new Set<string>();
  for (const place of [0, 1, 2]) {
    const dataset = await folds.dataset(place);
    expect(dataset).toEqual(await loadDataset(foldData(ir.data!, place), ir.model, { baseDir: root }));
    expect([dataset.train.rows + dataset.validation!.rows, dataset.test!.rows]).toEqual([38, 9]);
    scalings.add(JSON.stringify(dataset.preprocessing.inputs["input"]!.columns[0]!.scaling));
    const again = await folds.dataset(place, dataset.preprocessing);
    expect(again.train).toEqual(dataset.train);
  }
  expect(scalings.size).toBe(3);
  const drawn = { ...one!, data: { ...one!.data!, validation: [0, 1].map((seed) => ({ ...share, seed })) } };
  const draws = await load(drawn);
  for (const place of [0, 1])
    expect(await draws.dataset(place)).toEqual(
      await loadDataset(foldData(drawn.data, place), ir.model, { baseDir: root }),
    );
  expect((await draws.dataset(0)).validation).not.toEqual((await draws.dataset(1)).validation);
  const many = folded(ir, 45);
  await expect(load(many)).rejects.toThrow("of 47 rows none are left for validation (fold 39 of 45)");
});

describe.each(engines)("folds on the %s engine", (name, makerFor) => {
  it("are trainings of their own, and go on wherever a run is cut", async () => {
    const engine = await makerFor(ir);
    const folds = await load(ir);
    /** What lay in the folder when an epoch was told: as a killed process leaves it. */
    const killed: string[] = [];
    const whole = await trainFolds(
      ir,
      folds,
      options(`${name}-whole`, {
        engine,
        onEvent: (event) => {
          if (event.event !== "epoch" || event.epoch !== 3) return;
          const copy = `${name}-killed-${event.fold}`;
          cpSync(join(root, `${name}-whole`), join(root, copy), { recursive: true });
          killed.push(copy);
        },
      }),
    );
    expect(whole.results.map(({ fold, rows: r }) => [fold, r.train, r.validation, r.test])).toEqual([
      [1, 25, 13, 9],
      [2, 25, 13, 9],
      [3, 26, 12, 9],
    ]);
    for (const place of [0, 1, 2]) {
      const alone = `${name}-alone-${place}`;
      const trained = await trainRun(foldIr(ir, place), await folds.dataset(place), options(alone, { engine }));
      expect(await readWeights(await openRun(join(root, `${name}-whole/fold-${place + 1}`)))).toEqual(trained.weights);
    }
    expect(killed).toEqual([1, 2, 3].map((fold) => `${name}-killed-${fold}`));
    for (const copy of killed) {
      rmSync(join(root, copy, ".lock"), { recursive: true, force: true });
      for (const fold of [1, 2, 3]) rmSync(join(root, copy, `fold-${fold}/.lock`), { recursive: true, force: true });
      await trainFolds(ir, folds, options(copy, { engine, resume: true }));
      expectSame(copy, `${name}-whole`);
    }
  });

  it("are interrupted, and gone on with, inside a fold", async () => {
    const engine = await makerFor(ir);
    const folds = await load(ir);
    const cut = `${name}-cut`;
    const abort = new AbortController();
    const onEvent = (e: TrainingEvent): void =>
      void (e.event === "epoch" && e.fold === 2 && e.epoch === 2 && abort.abort());
    const first = await trainFolds(ir, folds, options(cut, { engine, signal: abort.signal, onEvent }));
    expect([first.aborted, first.results.length, (await readFolds(join(root, cut))).state]).toEqual([
      true,
      1,
      "interrupted",
    ]);
    await trainFolds(ir, folds, options(cut, { engine, resume: true }));
    expectSame(cut, `${name}-whole`);
    const events: TrainingEvent[] = [];
    await trainFolds(ir, folds, options(cut, { engine, resume: true, onEvent: (e) => void events.push(e) }));
    expectSame(cut, `${name}-whole`);
    expect(events.map(({ event }) => event)).toEqual(["folds", "end"]); // nothing was left to do
  });
});

describe("a run of several folds", () => {
  it("says what each came to, with mean and spread, in events and files", async () => {
    const events: TrainingEvent[] = [];
    const done = await trainFolds(ir, await load(ir), options("told", { onEvent: (e) => void events.push(e) }));
    expect(readdirSync(join(root, "told")).sort()).toEqual([
      "fold-1",
      "fold-2",
      "fold-3",
      "folds.json",
      "history.csv",
      "ir.json",
      "report.html",
      "spec.regnet",
    ]);
    const starts = events.filter((e) => e.event === "fold" || e.event === "phase");
    expect(starts.map((e) => [e.fold, e.event === "phase" ? e.phase : e.of])).toEqual(
      [1, 2, 3].flatMap((fold) => [
        [fold, 3],
        [fold, "head"],
        [fold, "tune"],
      ]),
    );
    const said = events.flatMap((e) => (e.event === "epoch" ? [[e.fold, e.phase, e.epoch].join()] : []));
    const [head, ...lines] = file("told", "history.csv").toString().trim().split("\n");
    expect(head).toBe("fold,phase,epoch,loss,penalty,mae,val_loss,val_penalty,val_mae,learning_rate");
    expect(lines.map((line) => line.split(",").slice(0, 3).join())).toEqual(said);
    for (const [i, { fold, logs }] of done.results.entries()) {
      const run = await openRun(join(root, `told/fold-${fold}`));
      const { validation } = await loadDataset(run.ir.data!, run.ir.model, { baseDir: root });
      expect(await evaluateRun(run, validation!, { engine: "layers" })).toEqual(logs);
      expect(events.filter((e) => e.event === "fold_end")[i]).toEqual({ event: "fold_end", fold, logs });
    }
    const losses = done.results.map(({ logs }) => logs["loss"]!);
    const mean = losses.reduce((a, b) => a + b) / 3;
    expect(done.mean["loss"]).toBeCloseTo(mean, 12);
    expect(done.deviation["loss"]).toBeCloseTo(Math.sqrt(losses.reduce((s, x) => s + (x - mean) ** 2, 0) / 2), 12);
    expect(events.find((e) => e.event === "folds")).toEqual({
      event: "folds",
      folds: 3,
      mean: done.mean,
      deviation: done.deviation,
    });
    const stored = JSON.parse(file("told", "folds.json").toString()) as Record<string, unknown>;
    expect([stored["state"], stored["mean"], stored["deviation"]]).toEqual(["finished", done.mean, done.deviation]);
  });

  it("has a page that leads to each fold's", async () => {
    const html = file("told", "report.html").toString();
    for (const fold of [1, 2, 3]) {
      expect(html).toContain(`<a href="fold-${fold}/report.html">fold ${fold}</a>`);
      expect(existsSync(join(root, `told/fold-${fold}/report.html`))).toBe(true);
    }
    expect(html).toContain("3 of 3 folds are through");
    expect(html).toMatch(/<th>mean<\/th>(<td class="n"><\/td>){3}(<td class="n">[\d.e-]+<\/td>){3}/);
    expect(html).not.toContain("NaN");
  });

  it("tells where a fold diverged, again when nothing is left to do", async () => {
    const optimizer = { ...ir.training!.stages[0]!.optimizer, args: { ...ir.training!.stages[0]!.optimizer.args } };
    const far = { ...optimizer, args: { ...optimizer.args, learning_rate: 1e30 } };
    const wild = staged(ir, [{ optimizer: far, epochs: 2 }]);
    const folds = await load(wild);
    const done = await trainFolds(wild, folds, options("wild"));
    expect([done.diverged, done.results.length]).toEqual([true, 3]);
    expect(done.results[1]).toMatchObject({
      diverged: true,
      stopped: expect.stringContaining("no finite number") as string,
    });
    expect((await trainFolds(wild, folds, options("wild", { resume: true }))).diverged).toBe(true);
  });

  it("is no run with one model, and is not overwritten", async () => {
    await expect(openRun(join(root, "told"))).rejects.toMatchObject({
      code: "runtime/run-of-folds",
      hint: `name one of them, as ${join(root, "told/fold-1")}`,
    });
    await expect(trainFolds(ir, await load(ir), options("told"))).rejects.toMatchObject({ code: "runtime/run-exists" });
    await expect(trainRun(ir, await (await load(ir)).dataset(0), options("once"))).rejects.toThrow(/use trainFolds/);
    expect(existsSync(join(root, "once"))).toBe(false);
  });

  it("is gone on with by what it was begun with alone", async () => {
    const again = (of: Ir, more: Partial<TrainFoldsOptions> = {}) =>
      load(of).then((folds) => trainFolds(of, folds, options("told", { resume: true, ...more })));
    await expect(again(folded(ir, 4))).rejects.toMatchObject({ code: "runtime/spec-changed" });
    await expect(again({ ...ir, seed: 6 })).rejects.toMatchObject({ code: "runtime/spec-changed" });
    await expect(again(ir, { engineName: "graph" })).rejects.toMatchObject({ code: "runtime/other-engine" });
    const stored = file("told", "folds.json").toString();
    writeFileSync(join(root, "told/folds.json"), stored.replace('"folds": 3', '"folds": "many"'));
    await expect(again(ir)).rejects.toThrow(/folds\.json is not as regnet writes it: it\.folds is not a whole number/);
    writeFileSync(join(root, "told/folds.json"), stored);
    writeFileSync(join(root, "t.csv"), readFileSync(join(root, "t.csv"), "utf8").replace("\n0,", "\n1,"));
    await expect(again(ir)).rejects.toMatchObject({ code: "runtime/data-changed" });
  });

  it("begins each from the weights that it was given, also where it goes on", async () => {
    const folds = await load(ir);
    const given = await readWeights(await openRun(join(root, "told/fold-2")));
    const start: unknown[] = [];
    const engine: EngineMaker = async (task) => {
      start.push(task.weights);
      return layersMaker(ir)(task);
    };
    const abort = new AbortController();
    const onEvent = (e: TrainingEvent): void => void (e.event === "fold" && e.fold === 2 && abort.abort());
    const cut = await trainFolds(ir, folds, options("given", { weights: given, signal: abort.signal, onEvent }));
    expect([cut.aborted, cut.results.length]).toEqual([true, 1]);
    await trainFolds(ir, folds, options("given", { resume: true, engine }));
    expect([start[0], start[2]]).toEqual([given, given]); // the first stages of the folds that were left
  });
});
