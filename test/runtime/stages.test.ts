import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ir } from "../../src/ir/ir.js";
import { chooseEngine } from "../../src/runtime/engine/choose-engine.js";
import { layersMaker } from "../../src/runtime/engine/layers-maker.js";
import { getWeights } from "../../src/runtime/engine/model-weights.js";
import { graphEngineHere } from "../../src/runtime/graph/in-process.js";
import { readArrays, writeArrays } from "../../src/runtime/run/array-file.js";
import { openRun, readCheckpoint, readWeights } from "../../src/runtime/run/run-folder.js";
import { evaluateRun, trainRun, type TrainRunOptions } from "../../src/runtime/run/use-run.js";
import type { Snapshot } from "../../src/runtime/training/snapshot.js";
import type { TrainingEvent } from "../../src/runtime/training/events.js";
import { fit, train, type EngineMaker } from "../../src/runtime/training/fit.js";
import { trainOn } from "../../src/runtime/training/train-on.js";
import { needsNative } from "../support/needs.js";
import { staged } from "../support/staged.js";
import { temporaryFolder } from "../support/temporary.js";
import { call, chain, dataset, rows } from "./tiny-ir.js";

const root = temporaryFolder("stages");
beforeAll(async () => void (await tf.setBackend("cpu")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sgd = call("optimizer", "sgd", { learning_rate: 0.05 });
const adam = call("optimizer", "adam", { learning_rate: 0.03 });
const stopping = call("callback", "early_stopping", { monitor: "loss", patience: 1, restore_best_weights: true });
const single = chain(
  3,
  [
    { word: "dense", name: "h", args: { units: 4, kernel_regularizer: call("regularizer", "l2") } },
    { word: "batch_normalization", name: "norm" },
    { word: "dropout", args: { rate: 0.4 } },
    { word: "dense", name: "out", args: { units: 1 } },
  ],
  { optimizer: sgd, epochs: 2 },
);
const data = dataset(rows(10, 3, "out"), rows(4, 3, "out"));
const phases = staged(single, [
  { name: "head", frozen: ["h", "norm"], optimizer: adam, epochs: 3 },
  { name: "tune", batch_size: 5, epochs: 6, callbacks: [stopping] },
  { optimizer: adam, frozen: ["out"], epochs: 2 },
]);

/** Every engine, made for an IR. */
const engines: readonly (readonly [string, (ir: Ir) => Promise<EngineMaker>])[] = [
  ["layers", async (ir) => layersMaker(ir)],
  [
    "graph",
    async (ir) => {
      const { binding } = await needsNative();
      return async (task) => graphEngineHere(binding, { ...task, model: ir.model, seed: ir.seed });
    },
  ],
];

const options = (name: string, more: Partial<TrainRunOptions> = {}): TrainRunOptions => ({
  folder: join(root, name),
  spec: "model tiny",
  versions: { regnet: "test" },
  dataFolder: root,
  backend: "cpu",
  engineName: "layers",
  ...more,
});
const file = (run: string, name: string): Buffer => readFileSync(join(root, run, name));

describe.each(engines)("several stages on the %s engine", (name, makerFor) => {
  it("are one where nothing changes between them: row orders and random draws go on", async () => {
    const twice = staged(single, [{ epochs: 2 }, { epochs: 3 }]);
    const once = staged(single, [{ epochs: 5 }]);
    const [a, b] = [await trainOn(await makerFor(twice), twice, data), await trainOn(await makerFor(once), once, data)];
    expect(a.weights).toEqual(b.weights);
    expect(a.history.map((h) => [h.epoch, h.logs])).toEqual(b.history.map((h) => [h.epoch, h.logs]));
    expect(a.history.map((h) => h.phase)).toEqual(["1", "1", "2", "2", "2"]);
  });

  it("keep what is frozen in them, moving statistics too, and train the rest", async () => {
    const ended: Readonly<Record<string, { readonly data: Float32Array | Int32Array }>>[] = [];
    const maker = await makerFor(phases);
    const watching: EngineMaker = async (task) => {
      const engine = await maker(task);
      ended.push(await engine.getWeights());
      const dispose = async (): Promise<void> => {
        ended.push(await engine.getWeights());
        await engine.dispose();
      };
      return { ...engine, dispose };
    };
    await trainOn(watching, phases, data);
    const moved = [0, 2, 4].map((i) =>
      Object.keys(ended[i]!).filter((weight) => ended[i]![weight]!.data.join() !== ended[i + 1]![weight]!.data.join()),
    );
    const norm = ["gamma", "beta", "moving_mean", "moving_variance"].map((weight) => `norm/${weight}`);
    expect(moved).toEqual([
      ["out/kernel", "out/bias"],
      ["h/kernel", "h/bias", ...norm, "out/kernel", "out/bias"],
      ["h/kernel", "h/bias", ...norm],
    ]);
    expect(ended[2]).toEqual(ended[1]);
    expect(ended[4]).toEqual(ended[3]);
  });

  it("train nothing where everything is frozen, and measure it all the same", async () => {
    const still = staged(single, [{ frozen: ["h", "norm", "out"], optimizer: adam }, { epochs: 1 }]);
    const { history } = await trainOn(await makerFor(still), still, data);
    expect(history.map(({ logs }) => logs["penalty"]! > 0)).toEqual([false, false, true]);
    expect(history[1]!.logs["val_loss"]).toBe(history[0]!.logs["val_loss"]);
    expect(history[2]!.logs["val_loss"]).not.toBe(history[1]!.logs["val_loss"]);
  });

  it("come to the same, bit by bit, wherever a run is cut", async () => {
    const maker = await makerFor(phases);
    const whole = await trainRun(phases, data, options(`${name}-whole`, { engine: maker }));
    const epochs = whole.history.length;
    expect(whole.stopped).toMatch(/^phase tune: stopped at epoch \d of 9: /);
    // Inside a stage, and at the end of one.
    for (const cut of [1, 3, 5, epochs - 1, epochs]) {
      const run = `${name}-cut-${cut}`;
      const abort = new AbortController();
      const onEvent = (e: TrainingEvent): void => void (e.event === "epoch" && e.epoch === cut && abort.abort());
      await trainRun(phases, data, options(run, { engine: maker, signal: abort.signal, onEvent }));
      if (cut < epochs) expect((await readCheckpoint(await openRun(join(root, run)))).epoch).toBe(cut);
      const rest = await trainRun(phases, data, options(run, { engine: maker, resume: true }));
      expect([rest.weights, rest.stopped], `cut after epoch ${cut}`).toEqual([whole.weights, whole.stopped]);
      expect(file(run, "history.csv").equals(file(`${name}-whole`, "history.csv")), `cut after epoch ${cut}`).toBe(
        true,
      );
    }
  });
});

it("the engine that regnet train chooses trains them alike", async () => {
  const { binding } = await needsNative();
  const { maker, inference } = await chooseEngine("graph", phases, data, { threads: 1 });
  const here: EngineMaker = async (task) =>
    graphEngineHere(binding, { ...task, model: phases.model, seed: phases.seed });
  const [chosen, ours] = [await trainOn(maker!, phases, data), await trainOn(here, phases, data)];
  expect(chosen.weights).toEqual(ours.weights);
  const run = await trainRun(phases, data, options("chosen", { engine: maker!, engineName: "graph" }));
  const logs = await evaluateRun(run.run, data.validation!, { engine: inference! });
  expect(logs["loss"]).toBeCloseTo(run.history.at(-1)!.logs["val_loss"]!, 5);
});

it("targets that a later stage cannot use are refused before the first one trains", async () => {
  const classes = call("loss", "sparse_categorical_crossentropy");
  const wrong = staged(single, [{ epochs: 1 }, { epochs: 1, loss: { out: classes } }]);
  const events: TrainingEvent[] = [];
  const training = trainOn(layersMaker(wrong), wrong, data, { onEvent: (e) => void events.push(e) });
  await expect(training).rejects.toMatchObject({ code: "data/label-range" });
  expect(events).toEqual([]);
});

describe("a run of several stages", () => {
  it("says each in its events, and in a column of history.csv", async () => {
    const events: TrainingEvent[] = [];
    await trainRun(phases, data, options("told", { onEvent: (e) => void events.push(e) }));
    expect(events.filter((e) => e.event === "phase")).toEqual([
      { event: "phase", phase: "head", first_epoch: 1, last_epoch: 3, frozen: ["h", "norm"] },
      { event: "phase", phase: "tune", first_epoch: 4, last_epoch: 9, frozen: [] },
      expect.objectContaining({ phase: "3", frozen: ["out"] }),
    ]);
    const told = events.flatMap((e) => (e.event === "epoch" ? [`${e.phase} ${e.epoch}`] : []));
    const [head, ...lines] = file("told", "history.csv").toString().trim().split("\n");
    expect(head).toBe("phase,epoch,loss,penalty,val_loss,val_penalty,learning_rate");
    expect(lines.map((line) => line.split(",").slice(0, 2).join(" "))).toEqual(told);
    const html = file("told", "report.html").toString();
    expect([...html.matchAll(/<g class="phase">.*?<text [^>]*>(.*?)<\/text>/g)].slice(0, 2).map((m) => m[1])).toEqual([
      "tune",
      "3",
    ]);
    expect(new Set(told.map((place) => place.split(" ")[0]))).toEqual(new Set(["head", "tune", "3"]));
  });

  it("is evaluated as its last stage says", async () => {
    const ends = staged(phases, [
      { epochs: 1 },
      { epochs: 1, frozen: ["h"], loss: { out: call("loss", "mean_absolute_error") } },
    ]);
    const done = await trainRun(ends, data, options("evaluated"));
    const logs = await evaluateRun(await openRun(join(root, "evaluated")), data.validation!, { engine: "layers" });
    expect(logs["penalty"]).toBe(0); // of a layer that is frozen
    expect(logs["loss"]).toBeCloseTo(done.history.at(-1)!.logs["val_loss"]!, 6);
  });

  it("ends with the stage that diverges", async () => {
    const far = call("optimizer", "sgd", { learning_rate: 1e30 });
    const wild = staged(single, [{ name: "wild", optimizer: far, epochs: 3 }, { epochs: 2 }]);
    const { diverged, stopped } = await trainRun(wild, data, options("diverged"));
    expect(diverged).toBe(true);
    expect(stopped).toMatch(/^phase wild: stopped at epoch \d of 3: the loss is no finite number at step /);
  });

  it("is refused where its stages are told apart by nobody, or are others", async () => {
    await expect(trainRun(phases, data, options("more", { epochs: 5 }))).rejects.toMatchObject({
      code: "runtime/epochs-of-phases",
    });
    expect(existsSync(join(root, "more"))).toBe(false);
    await trainRun(phases, data, options("other"));
    const longer = (place: number): Ir =>
      staged(
        phases,
        phases.training!.stages.map((stage, i) => ({ ...stage, epochs: stage.epochs + Number(i === place) })),
      );
    await expect(trainRun(longer(0), data, options("other", { resume: true }))).rejects.toMatchObject({
      code: "runtime/spec-changed",
    });
    const more = await trainRun(longer(2), data, options("other", { resume: true }));
    const whole = await trainRun(longer(2), data, options("longer"));
    expect(more.weights).toEqual(whole.weights);
  });

  it("whose stored stages cannot be is refused", async () => {
    await trainRun(phases, data, options("strange"));
    const path = join(root, "strange/ir.json");
    const stored = JSON.parse(readFileSync(path, "utf8")) as { training: { stages: { frozen: string[] }[] } };
    stored.training.stages[1]!.frozen = ["nowhere"];
    writeFileSync(path, JSON.stringify(stored));
    await expect(openRun(join(root, "strange"))).rejects.toThrow(/it freezes the layer nowhere, which is not there/);
    stored.training.stages.length = 1;
    stored.training.stages[0]!.frozen = [];
    writeFileSync(path, JSON.stringify(stored));
    await expect(readCheckpoint(await openRun(join(root, "strange")))).rejects.toThrow(/a training with more stages/);
    expect(await readWeights(await openRun(join(root, "strange")))).not.toEqual({});
  });
});

it("a run that version 2 stored, of a single stage, goes on to the same numbers", async () => {
  const whole = await trainRun(single, data, options("new"));
  const abort = new AbortController();
  const onEvent = (e: TrainingEvent): void => void (e.event === "epoch" && abort.abort());
  await trainRun(single, data, options("old", { signal: abort.signal, onEvent }));
  const [irFile, checkpoint] = [join(root, "old/ir.json"), join(root, "old/checkpoint.bin")];
  const { training, ...rest } = JSON.parse(readFileSync(irFile, "utf8")) as Ir;
  const { name: _, frozen: __, ...stage } = training!.stages[0]!;
  writeFileSync(irFile, JSON.stringify({ ...rest, version: 2, training: stage }));
  const { header, arrays } = await readArrays(checkpoint);
  const { stage: ___, ...old } = header as Record<string, unknown>;
  await writeArrays(checkpoint, { header: old, arrays });
  const gone = await trainRun(single, data, options("old", { resume: true }));
  expect(gone.weights).toEqual(whole.weights);
  expect(file("old", "history.csv").equals(file("new", "history.csv"))).toBe(true);
  expect(file("new", "history.csv").toString()).toMatch(/^epoch,loss,penalty,val_loss,val_penalty,learning_rate\n/);
});

describe("fit after fit", () => {
  it("is what a spec of several stages trains", async () => {
    const spec = await train(phases, data);
    const again = await trainOn(layersMaker(phases), phases, data);
    expect(spec.history.map((h) => [h.phase, h.logs])).toEqual(again.history.map((h) => [h.phase, h.logs]));
    spec.model.dispose();
  });

  it("goes on from a snapshot in any stage", async () => {
    const whole = await train(phases, data);
    const snapshots: Snapshot[] = [];
    const other = await train(phases, data, { checkpoint: async (snapshot) => void snapshots.push(snapshot) });
    for (const snapshot of [snapshots[1]!, snapshots[2]!, snapshots.at(-2)!]) {
      const rest = await train(phases, data, { resume: snapshot });
      expect(await getWeights(rest.model)).toEqual(await getWeights(whole.model));
      expect(rest.history.map((h) => h.logs)).toEqual(whole.history.map((h) => h.logs));
      rest.model.dispose();
    }
    whole.model.dispose();
    other.model.dispose();
  });

  it("freezes layers by name for its own time, and refuses names of none", async () => {
    const { model } = await train(staged(single, [{ epochs: 1 }]), data);
    const settings = { optimizer: sgd, loss: "mean_squared_error", epochs: 1 };
    const trainable = model.layers.map((layer) => layer.trainable);
    const before = await model.getLayer("h").getWeights()[0]!.data();
    const first = await fit(model, data, { ...settings, freeze: ["h"], phase: "head" });
    expect(await model.getLayer("h").getWeights()[0]!.data()).toEqual(before);
    expect(model.layers.map((layer) => layer.trainable)).toEqual(trainable);
    const second = await fit(model, data, { ...settings, after: first });
    expect(await model.getLayer("h").getWeights()[0]!.data()).not.toEqual(before);
    expect(second.history.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ["head", 1],
      [undefined, 2],
    ]);
    const ended = { ...second, aborted: true };
    expect(await fit(model, data, { ...settings, after: ended })).toBe(ended);
    await expect(fit(model, data, { ...settings, freeze: ["g"] })).rejects.toThrow(
      "the model has no layer named g; it has x, h, norm, dropout, out",
    );
    model.dispose();
  });
});
