import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "../../../src/cli/workspace.js";
import type { Ir } from "../../../src/ir/ir.js";
import { loadDataset, type Dataset } from "../../../src/runtime/data/index.js";
import type { Rows } from "../../../src/runtime/data/dataset.js";
import { chooseEngine } from "../../../src/runtime/engine/choose-engine.js";
import { graphFault } from "../../../src/runtime/graph/graph-fault.js";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { train, type TrainOptions } from "../../../src/runtime/training/fit.js";
import type { Snapshot } from "../../../src/runtime/training/snapshot.js";
import { needsNative, needsNativeBackend } from "../../support/needs.js";
import { buildGraphWorker, type BuiltWorker } from "../../support/graph-worker.js";

const root = join(import.meta.dirname, "../../..");
const specs = readdirSync(join(root, "specs")).filter((file) => file.endsWith(".regnet"));

let worker: BuiltWorker;
let workerFile: string;

beforeAll(async () => {
  worker = await buildGraphWorker();
  workerFile = worker.file;
}, 60_000);
afterAll(() => worker.remove());

/** The first rows: enough for whole batches and a short one. */
const first = (data: Rows, n: number): Rows => {
  const rows = Math.min(n, data.rows);
  const cut = (arrays: Rows["inputs"]): Rows["inputs"] =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, { data: values, shape }]) => [
        name,
        { data: values.slice(0, (values.length / shape[0]!) * rows), shape: [rows, ...shape.slice(1)] },
      ]),
    );
  return {
    rows,
    inputs: cut(data.inputs),
    targets: cut(data.targets),
    weights: data.weights && data.weights.slice(0, rows),
  };
};

async function spec(file: string): Promise<{ ir: Ir; data: Dataset }> {
  const { checked } = await load(join(root, "specs", file), {});
  const ir = checked.ir!;
  const data = await loadDataset(ir.data!, ir.model, { baseDir: join(root, "specs") });
  return {
    ir,
    data: {
      ...data,
      train: first(data.train, 210),
      validation: data.validation && first(data.validation, 50),
      test: null,
    },
  };
}

const histories = (done: Awaited<ReturnType<typeof train>>) => done.history.map((h) => h.logs);

describe.each(specs)("%s", (file) => {
  it("can be compiled, and trains as on the layers engine", async () => {
    const { ir, data } = await spec(file);
    const { optimizer, loss, loss_weights: lossWeights, metrics, batch_size } = ir.training!.stages[0]!;
    expect(graphFault(ir.model, ir.seed, { optimizer, loss, lossWeights, metrics }, data.train, batch_size)).toBeNull();
    await needsNativeBackend();
    const chosen = await chooseEngine("auto", ir, data);
    expect([chosen.engine, chosen.line]).toEqual(["graph", null]);
    const layers = await train(ir, data, { epochs: 3 });
    const graph = await train(ir, data, { epochs: 3, engine: chosen.maker! });
    expect(graph.history).toHaveLength(3);
    histories(layers).forEach((logs, epoch) => {
      expect(Object.keys(graph.history[epoch]!.logs)).toEqual(Object.keys(logs));
      for (const [name, value] of Object.entries(logs))
        expect(
          Math.abs(graph.history[epoch]!.logs[name]! - value) / Math.max(1e-2, Math.abs(value)),
          `${name} of epoch ${epoch + 1}`,
        ).toBeLessThan(2e-5);
    });
    layers.model.dispose();
    graph.model.dispose();
  });
});

describe("in the worker thread", () => {
  const both = async (): Promise<{
    ir: Ir;
    data: Dataset;
    run: (options: TrainOptions) => ReturnType<typeof train>;
  }> => {
    await needsNative();
    const { ir, data } = await spec("digits.regnet");
    const { maker } = await chooseEngine("auto", ir, data, { workerFile });
    return { ir, data, run: (options) => train(ir, data, { ...options, engine: maker! }) };
  };

  it("gives the numbers of this thread, bit for bit, and ends", async () => {
    const made = await both();
    const here = await train(made.ir, made.data, {
      epochs: 2,
      engine: (await chooseEngine("graph", made.ir, made.data)).maker!,
    });
    const there = await made.run({ epochs: 2 });
    expect(histories(there)).toEqual(histories(here));
    expect(await getWeights(there.model)).toEqual(await getWeights(here.model));
  });

  it("goes on from a snapshot to equal numbers", async () => {
    const made = await both();
    const whole = await made.run({ epochs: 4 });
    const snapshots: Snapshot[] = [];
    await made.run({ epochs: 2, checkpoint: async (s) => void snapshots.push(s) });
    const rest = await made.run({ epochs: 4, resume: snapshots.at(-1)! });
    expect(histories(rest)).toEqual(histories(whole));
    expect(await getWeights(rest.model)).toEqual(await getWeights(whole.model));
  });

  it("stops within an epoch, with the weights of the last whole one", async () => {
    const made = await both();
    const abort = new AbortController();
    const snapshots: Snapshot[] = [];
    const done: number[] = [];
    const { maker } = await chooseEngine("graph", made.ir, made.data, { workerFile, budget: 0 });
    const result = await train(made.ir, made.data, {
      engine: maker!,
      epochs: 50,
      signal: abort.signal,
      checkpoint: async (s) => void snapshots.push(s),
      onBatch: (rows) => {
        done.push(rows);
        if (snapshots.length === 1) abort.abort();
      },
    });
    expect(result.aborted).toBe(true);
    expect(result.history.length).toBeGreaterThanOrEqual(1);
    expect(result.history.length).toBeLessThan(50);
    expect(await getWeights(result.model)).toEqual(snapshots.at(-1)!.weights);
    expect(done.length).toBeGreaterThan(1);
  });
});
