import { beforeAll, describe, expect, it } from "vitest";
import type { Ir } from "../../../src/ir/ir.js";
import { inOrder } from "../../../src/runtime/engine/in-order.js";
import { chooseEngine } from "../../../src/runtime/engine/choose-engine.js";
import type { Engine, Objective } from "../../../src/runtime/engine/engine.js";
import { graphFault } from "../../../src/runtime/graph/graph-fault.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { threadsFor } from "../../../src/runtime/graph/threads.js";
import { loadCpu, type TfjsBinding } from "../../../src/runtime/native/index.js";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { train, type TrainOptions } from "../../../src/runtime/training/fit.js";
import type { Snapshot } from "../../../src/runtime/training/snapshot.js";
import { needsNative } from "../../support/needs.js";
import { call, chain, dataset, rows } from "../tiny-ir.js";

beforeAll(async () => void (await loadCpu()));

const one = { word: "dense", name: "out", args: { units: 1 } };
const objectiveOf = (ir: Ir): Objective => ({
  optimizer: ir.training!.stages[0]!.optimizer,
  loss: ir.training!.stages[0]!.loss,
  lossWeights: {},
  metrics: {},
});

/** An engine on 11 rows in batches of 4. */
async function engineFor(ir: Ir, budget?: number): Promise<Engine> {
  const { binding } = await needsNative();
  const data = rows(11, 3, "out");
  return graphEngineHere(
    binding,
    { model: ir.model, seed: ir.seed, objective: objectiveOf(ir), train: data, validation: null, batchSize: 4 },
    budget,
  );
}

const plan = { order: inOrder(11), batchSize: 4, rows: null, learningRate: null };

describe("the graph engine", () => {
  it("says the step whose loss is no number, and the loop puts the last good weights back", async () => {
    const ir = chain(3, [one], { optimizer: call("optimizer", "sgd", { learning_rate: 1e30 }), epochs: 5 });
    const { binding } = await needsNative();
    const engine = await engineFor(ir);
    const pass = await engine.epoch(plan);
    expect(pass.notFiniteAt).toBe(2);
    expect(pass.aborted).toBe(false);
    await engine.dispose();
    const done = await train(ir, dataset(rows(11, 3, "out")), {
      engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, ...task }),
    });
    expect(done.stopped).toMatch(/no finite number at step 2; .* the initial weights are kept/);
    expect(Object.values(done.snapshot.weights).every(({ data }) => Array.from(data).every(Number.isFinite))).toBe(
      true,
    );
  });

  it("takes as many steps as the plan says, whole and short, and tells the rows done", async () => {
    const engine = await engineFor(chain(3, [one], { optimizer: call("optimizer", "adam") }));
    const done: number[] = [];
    expect((await engine.epoch({ ...plan, onBatch: (n) => done.push(n) })).rows).toBe(11);
    expect(done.at(-1)).toBe(11);
    expect((await engine.getOptimizer()).step).toBe(3);
    expect((await engine.epoch({ ...plan, rows: 8 })).rows).toBe(8);
    expect((await engine.getOptimizer()).step).toBe(5);
    await engine.dispose();
  });

  it("goes on after a change of the batch size, with the optimizer's state", async () => {
    const ir = chain(3, [one], { optimizer: call("optimizer", "adam") });
    const [a, b] = [await engineFor(ir), await engineFor(ir)];
    await a.epoch(plan);
    await a.epoch({ ...plan, batchSize: 11 });
    await b.epoch(plan);
    const state = await b.getOptimizer();
    const weights = await b.getWeights();
    const c = await engineFor(ir);
    await c.setWeights(weights);
    await c.setOptimizer(state);
    await c.epoch({ ...plan, batchSize: 11 });
    expect(await a.getWeights()).toEqual(await c.getWeights());
    expect((await a.getOptimizer()).step).toBe(4);
    await expect(a.setWeights({ "no/kernel": { data: new Float32Array(1), shape: [1] } })).rejects.toThrow(
      /no weight named no\/kernel; it has out\/kernel, out\/bias/,
    );
    for (const engine of [a, b, c]) await engine.dispose();
  });

  it("takes no state over that is of another optimizer", async () => {
    const [adam, sgd] = [
      await engineFor(chain(3, [one], { optimizer: call("optimizer", "adam") })),
      await engineFor(chain(3, [one], { optimizer: call("optimizer", "sgd", { momentum: 0.9 }) })),
    ];
    const state = await sgd.getOptimizer();
    await expect(adam.setOptimizer(state)).rejects.toMatchObject({ code: "runtime/other-optimizer" });
    for (const engine of [adam, sgd]) await engine.dispose();
  });

  it("evaluates other rows than the validation's, and predicts, with the weights of now", async () => {
    const engine = await engineFor(chain(3, [one]));
    const other = rows(7, 3, "out");
    const before = await engine.evaluate(other, 4);
    await engine.epoch(plan);
    const after = await engine.evaluate(other, 4);
    expect(after["loss"]).not.toBe(before["loss"]);
    const { out } = await engine.predict(other, 4);
    expect(out!.shape).toEqual([7, 1]);
    const mse = Array.from(out!.data).reduce((s, p, i) => s + (p - other.targets["out"]!.data[i]!) ** 2, 0) / 7;
    expect(after["loss"]).toBeCloseTo(mse, 5);
    await engine.dispose();
  });
});

describe("a stop", () => {
  const ir = chain(3, [one], { optimizer: call("optimizer", "adam"), epochs: 5 });

  /**
   * Engines whose validation or whose passes end the training that asked for them; what they do is the real engine's.
   */
  const stopping =
    (binding: TfjsBinding, when: (engine: Engine) => Partial<Engine>) =>
    async (task: Parameters<NonNullable<TrainOptions["engine"]>>[0]) => {
      const engine = graphEngineHere(binding, {
        model: ir.model,
        seed: ir.seed,
        ...task,
        dataBudget: 100,
      });
      return { ...engine, ...when(engine) };
    };

  it.each(["while an epoch's validation runs", "before an epoch has begun", "between two shards"])(
    "%s keeps the last whole epoch",
    async (moment) => {
      const { binding } = await needsNative();
      const abort = new AbortController();
      let passes = 0;
      const snapshots: Snapshot[] = [];
      const engine = stopping(binding, (real) => ({
        epoch: (plan) => {
          if (++passes === 3 && moment === "before an epoch has begun") abort.abort();
          const onBatch = (): void => void (passes === 3 && moment === "between two shards" && abort.abort());
          return real.epoch({ ...plan, onBatch });
        },
        evaluate: (data, batchSize, signal) => {
          if (passes === 3 && moment === "while an epoch's validation runs") abort.abort();
          return real.evaluate(data, batchSize, signal);
        },
      }));
      const done = await train(ir, dataset(rows(11, 3, "out"), rows(7, 3, "out")), {
        engine,
        signal: abort.signal,
        checkpoint: async (s) => void snapshots.push(s),
      });
      expect(done.aborted).toBe(true);
      expect(done.history).toHaveLength(2);
      expect(await getWeights(done.model)).toEqual(snapshots.at(-1)!.weights);
      done.model.dispose();
    },
  );
});

describe("the choice of the engine", () => {
  /** A layer on steps of unknown number, which a recorded program cannot hold. */
  const open = (): Ir => {
    const ir = chain(3, [one]);
    const [input] = ir.model.inputs;
    return {
      ...ir,
      model: {
        ...ir.model,
        inputs: [{ ...input!, name: "x" }],
        layers: ir.model.layers.map((l) => ({ ...l, word: "dot", args: { axes: 9, normalize: false } })),
      },
    };
  };

  it("falls back with a line that names the layer", async () => {
    const data = { train: rows(11, 3, "out") };
    const chosen = await chooseEngine("auto", open(), data);
    expect(chosen.engine).toBe("layers");
    expect(chosen.maker).toBeNull();
    expect(chosen.line).toMatch(/layers engine, which is slower, because out \(dot\) cannot be compiled into a graph/);
    await expect(chooseEngine("graph", open(), data)).rejects.toThrow(
      /the graph engine cannot train this: out \(dot\)/,
    );
  });

  it("takes layers when told to, and what can be compiled has no fault", async () => {
    const ir = chain(3, [one]);
    expect(await chooseEngine("layers", ir, { train: rows(11, 3, "out") })).toEqual({
      engine: "layers",
      maker: null,
      inference: null,
      tensorflow: null,
      line: null,
    });
    expect(graphFault(ir.model, ir.seed, objectiveOf(ir), rows(11, 3, "out"), 4)).toBeNull();
  });

  it("gives all threads to trainings of many weights, however small their batches are", () => {
    const wide = chain(300, [{ word: "dense", args: { units: 300 } }]).model;
    expect(threadsFor(wide, 1, true)).toBeUndefined();
    expect(threadsFor(wide, 1, false)).toBe(1);
    expect(threadsFor({ ...wide, layers: wide.layers.map((layer) => ({ ...layer, trainable: false })) }, 1, true)).toBe(
      1,
    );
  });

  it("gives one thread to small networks and all to large ones", () => {
    expect(threadsFor(chain(3, [one]).model, 32, true)).toBe(1);
    expect(threadsFor(chain(1000, [{ word: "dense", args: { units: 1000 } }]).model, 256, false)).toBeUndefined();
    const recurrent = chain(3, [
      { word: "repeat_vector", args: { n: 28 } },
      { word: "lstm", args: { units: 256 } },
    ]).model;
    expect(threadsFor(recurrent, 64, false)).toBe(1);
    expect(threadsFor(recurrent, 128, false)).toBeUndefined();
  });
});
