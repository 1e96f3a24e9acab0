import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../../src/cli/workspace.js";
import type { Ir } from "../../../src/ir/ir.js";
import type { NdArray, Rows } from "../../../src/runtime/data/dataset.js";
import { loadDataset } from "../../../src/runtime/data/index.js";
import { chooseEngine, chooseInference, startEngine } from "../../../src/runtime/engine/choose-engine.js";
import { inOrder } from "../../../src/runtime/engine/in-order.js";
import type { InferenceMaker } from "../../../src/runtime/engine/inference.js";
import { layersInference } from "../../../src/runtime/engine/layers-maker.js";
import { initialWeights } from "../../../src/runtime/graph/initial-weights.js";
import { objectiveOf } from "../../../src/runtime/engine/objective-of.js";
import { needsNative, needsNativeBackend } from "../../support/needs.js";
import { call, chain, rows } from "../tiny-ir.js";
import { buildGraphWorker, type BuiltWorker } from "../../support/graph-worker.js";

const root = join(import.meta.dirname, "../../..");
const specs = readdirSync(join(root, "specs")).filter((file) => file.endsWith(".regnet"));

let worker: BuiltWorker;
let folder: string;
let workerFile: string;

beforeAll(async () => {
  worker = await buildGraphWorker();
  ({ folder, file: workerFile } = worker);
}, 60_000);
afterAll(() => worker.remove());

/** Evaluates and predicts. */
async function used(ir: Ir, data: Rows, make: InferenceMaker) {
  const inference = await make({ objective: objectiveOf(ir.training!.stages[0]!), weights: initialWeights(ir.model) });
  try {
    const { batch_size: batchSize } = ir.training!.stages[0]!;
    return {
      logs: await inference.evaluate(data, batchSize),
      predictions: await inference.predict({ rows: data.rows, inputs: data.inputs }, batchSize),
    };
  } finally {
    await inference.dispose();
  }
}

const near = (a: number, b: number): number => Math.abs(a - b) / Math.max(1e-2, Math.abs(b));

function expectAlike(a: Awaited<ReturnType<typeof used>>, b: Awaited<ReturnType<typeof used>>): void {
  expect(Object.keys(a.logs)).toEqual(Object.keys(b.logs));
  for (const [name, value] of Object.entries(b.logs)) expect(near(a.logs[name]!, value), name).toBeLessThan(1e-5);
  expect(Object.keys(a.predictions)).toEqual(Object.keys(b.predictions));
  for (const [name, { data, shape }] of Object.entries(b.predictions)) {
    const own = a.predictions[name]!;
    expect(own.shape).toEqual(shape);
    expect(Math.max(...Array.from(own.data, (x, i) => near(x, data[i]!))), name).toBeLessThan(1e-5);
  }
}

/** Rows with whole batches and a short one; row weights, so that they are seen to count. */
function cut(data: Rows, batchSize: number): Rows {
  const count = Math.min(data.rows, 2 * batchSize + 3);
  const first = (arrays: Rows["inputs"]): Record<string, NdArray> =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, { data: values, shape }]) => [
        name,
        { data: values.slice(0, (values.length / shape[0]!) * count), shape: [count, ...shape.slice(1)] },
      ]),
    );
  return {
    rows: count,
    inputs: first(data.inputs),
    targets: first(data.targets),
    weights: Float32Array.from({ length: count }, (_, i) => 0.5 + (i % 3)),
  };
}

describe.each(specs)("%s", (file) => {
  it("evaluates and predicts as on the layers engine", async () => {
    await needsNativeBackend();
    const { checked } = await load(join(root, "specs", file), {});
    const ir = checked.ir!;
    const data = cut(
      (await loadDataset(ir.data!, ir.model, { baseDir: join(root, "specs") })).train,
      ir.training!.stages[0]!.batch_size,
    );
    const layers = await used(ir, data, layersInference(ir));
    for (const given of [data, { rows: data.rows, inputs: data.inputs }]) {
      const chosen = await chooseInference("auto", ir, given);
      expect([chosen.engine, chosen.line]).toEqual(["graph", null]);
      expectAlike(await used(ir, data, chosen.maker!), layers);
    }
  });
});

const one = { word: "dense", name: "out", args: { units: 1 } };

describe("inference", () => {
  it("leaves a process that loads it in a worker thread alone to end as it wants", async () => {
    await needsNative();
    const script = join(folder, "ends.mjs");
    writeFileSync(
      script,
      `import { Worker } from "node:worker_threads";
const worker = new Worker(${JSON.stringify(workerFile)}, { workerData: { budget: 0.05, stderr: new SharedArrayBuffer(4) } });
worker.on("message", () => process.exit(7));`,
    );
    expect(spawnSync(process.execPath, [script], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" } }).status).toBe(
      7,
    );
  });

  describe("a pass that is told to stop", () => {
    const ir = chain(3, [{ word: "dense", name: "h", args: { units: 4 } }, one], {
      optimizer: call("optimizer", "adam"),
    });
    const task = {
      objective: {
        optimizer: ir.training!.stages[0]!.optimizer,
        loss: ir.training!.stages[0]!.loss,
        lossWeights: {},
        metrics: {},
      },
      train: rows(11, 3, "out"),
      validation: null,
      batchSize: 4,
      epochs: 2,
      weights: {},
    };
    const plan = { order: inOrder(11), batchSize: 4, rows: null, learningRate: null };

    it("is given up while the thread is in a call that goes on; what is asked next is done after it", async () => {
      const call = join(folder, "call-ended");
      const held = join(folder, "held.mjs");
      // Answers like the worker, but a pass stays in one call until the file is there, whatever it is told meanwhile.
      writeFileSync(
        held,
        `import { existsSync } from "node:fs";
import { parentPort } from "node:worker_threads";
const cell = new Int32Array(new SharedArrayBuffer(4));
parentPort.on("message", ({ id, method }) => {
  while (method === "epoch" && !existsSync(${JSON.stringify(call)})) Atomics.wait(cell, 0, 0, 5);
  parentPort.postMessage({ id, value: method === "getWeights" ? {} : 8 });
  if (method === "end") parentPort.close();
});
parentPort.postMessage({ id: 0, value: "2.0" });`,
      );
      const started = startEngine("graph", ir, true, { workerFile: held })!;
      const { maker } = await chooseEngine("graph", ir, { train: task.train }, { started });
      const engine = await maker!(task);
      const abort = new AbortController();
      const settled: string[] = [];
      const stopped = engine.epoch({ ...plan, signal: abort.signal }).finally(() => settled.push("given up"));
      const next = engine.getWeights().finally(() => settled.push("answered"));
      abort.abort();
      expect(await stopped).toEqual({ logs: {}, rows: 0, notFiniteAt: null, aborted: true });
      expect(settled).toEqual(["given up"]);
      writeFileSync(call, "");
      expect(await next).toEqual({});
      await started.end();
    });

    it("leaves an engine that does what it is asked next, from whatever it had done", async () => {
      await needsNative();
      const made = async () =>
        (await chooseEngine("auto", ir, { train: task.train }, { workerFile, jit: "on" })).maker!(task);
      const [stopped, free] = [await made(), await made()];
      const [weights, state] = [await stopped.getWeights(), await stopped.getOptimizer()];
      const abort = new AbortController();
      abort.abort();
      expect(await stopped.epoch({ ...plan, signal: abort.signal })).toMatchObject({ aborted: true, rows: 0 });
      await stopped.setWeights(weights);
      await stopped.setOptimizer(state);
      expect(await stopped.epoch(plan)).toEqual(await free.epoch(plan));
      expect(await stopped.getWeights()).toEqual(await free.getWeights());
      for (const engine of [stopped, free]) await engine.dispose();
    });

    it("is the only one of its thread that stops", async () => {
      await needsNative();
      const started = startEngine("graph", ir, true, { workerFile })!;
      const maker = (await chooseEngine("auto", ir, { train: task.train }, { started })).maker!;
      const [a, b, c] = [await maker(task), await maker(task), await maker(task)];
      const abort = new AbortController();
      abort.abort();
      const passes = [a.epoch(plan), b.epoch({ ...plan, signal: abort.signal }), c.evaluate(task.train, 4)] as const;
      const [first, second] = [await passes[0], await passes[1]];
      expect([first.aborted, first.rows, second.aborted]).toEqual([false, 11, true]);
      expect(Object.keys(await passes[2])).toContain("loss");
      await started.end();
    });
  });

  it("gives the same bits in a worker thread that several engines share, before and after training there", async () => {
    await needsNative();
    const ir = chain(3, [
      { word: "dense", name: "h", args: { units: 4 } },
      { word: "batch_normalization" },
      { word: "dropout", args: { rate: 0.4 } },
      one,
    ]);
    const data = rows(11, 3, "out");
    const started = startEngine("graph", ir, false, { workerFile })!;
    const chosen = await chooseEngine("auto", ir, { train: data }, { started });
    const [trainer, inference] = [chosen.maker!, chosen.inference!];
    expect(chosen.tensorflow).toMatch(/^\d+\.\d+/);
    const here = await used(ir, data, (await chooseInference("graph", ir, data)).maker!);
    expect(await used(ir, data, inference)).toEqual(here);
    const engine = await trainer({
      objective: objectiveOf(ir.training!.stages[0]!),
      train: data,
      validation: null,
      epochs: 1,
      batchSize: 4,
      weights: {},
    });
    await engine.epoch({
      order: Int32Array.from({ length: 11 }, (_, i) => i),
      batchSize: 4,
      rows: null,
      learningRate: null,
    });
    expect(await engine.evaluate(data, 4)).not.toEqual(here.logs);
    await engine.dispose();
    expect(await used(ir, data, inference)).toEqual(here);
    await started.end();
    await expect(used(ir, data, inference)).rejects.toThrow(/thread that trains ended/);
  });

  it.each(["layers", "graph"] as const)(
    "predicts without a train block, and says so when asked for a loss, on the %s engine",
    async (engine) => {
      if (engine === "graph") await needsNative();
      const ir: Ir = { ...chain(3, [one]), training: null };
      const data = rows(5, 3, "out");
      const make = engine === "layers" ? layersInference(ir) : (await chooseInference("graph", ir, data)).maker!;
      const inference = await make({ objective: null, weights: initialWeights(ir.model) });
      expect((await inference.predict(data, 32))["out"]!.shape).toEqual([5, 1]);
      await expect(inference.evaluate(data, 32)).rejects.toThrow(/no train block/);
      await inference.dispose();
    },
  );

  it("falls back with a line that names the layer", async () => {
    const ir = chain(3, [one]);
    const open: Ir = {
      ...ir,
      model: {
        ...ir.model,
        layers: ir.model.layers.map((l) => ({ ...l, word: "dot", args: { axes: 9, normalize: false } })),
      },
    };
    const data = rows(5, 3, "out");
    expect(await chooseInference("auto", open, data)).toMatchObject({
      engine: "layers",
      maker: null,
      line: expect.stringMatching(/^evaluating on the layers engine, which is slower, because out \(dot\)/) as string,
    });
    expect((await chooseInference("auto", open, { rows: 5, inputs: data.inputs })).line).toMatch(
      /^predicting on the layers engine/,
    );
    await expect(chooseInference("graph", open, data)).rejects.toThrow(
      /the graph engine cannot evaluate this: out \(dot\)/,
    );
    await expect(chooseInference("graph", ir, { rows: 5, inputs: {} })).rejects.toThrow(
      /cannot predict: the data has nothing for the input x/,
    );
    expect(await chooseInference("layers", ir, data)).toMatchObject({ engine: "layers", maker: null, line: null });
  });

  it("draws in inference as the layers engine where a layer is told to", async () => {
    await needsNativeBackend();
    const ir = chain(3, [{ word: "dropout", args: { rate: 0.4 } }, one], {
      metrics: { out: [{ name: "mae", call: call("metric", "mean_absolute_error") }] },
    });
    const random: Ir = {
      ...ir,
      model: {
        ...ir.model,
        nodes: ir.model.nodes.map((n) => (n.layer === "dropout" ? { ...n, call: { training: true } } : n)),
      },
    };
    const data = rows(11, 3, "out");
    const chosen = await chooseInference("auto", random, data);
    const drawn = await used(random, data, chosen.maker!);
    expectAlike(drawn, await used(random, data, layersInference(random)));
    expect(drawn.logs).not.toEqual((await used(ir, data, layersInference(ir))).logs);
  });
});
