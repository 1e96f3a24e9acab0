import { beforeAll, describe, expect, it } from "vitest";
import type { Rows } from "../../../src/runtime/data/dataset.js";
import { objectiveOf } from "../../../src/runtime/engine/objective-of.js";
import { graphEngineHere, graphInferenceHere } from "../../../src/runtime/graph/in-process.js";
import { loadCpu } from "../../../src/runtime/native/index.js";
import { needsNative } from "../../support/needs.js";
import { call, chain, rows } from "../tiny-ir.js";

beforeAll(async () => void (await loadCpu()));

const ir = chain(
  3,
  [
    { word: "dense", name: "hidden", args: { units: 4 } },
    { word: "dropout", name: "drop", args: { rate: 0.5 } },
    { word: "dense", name: "out", args: { units: 1 } },
  ],
  {
    optimizer: call("optimizer", "adam"),
  },
);
const weighted = (n: number): Rows => ({
  ...rows(n, 3, "out"),
  weights: Float32Array.from({ length: n }, (_, i) => 1 + (i % 3)),
});
const ROW = 4 * (3 + 1 + 1);

describe("rows that do not fit into the budget", () => {
  const train = weighted(23);
  const validation = weighted(11);
  const order = Int32Array.from({ length: 23 }, (_, i) => (i * 7) % 23);

  /** Two epochs of 23 rows in batches of 4, with validation. */
  async function after(dataBudget: number, options: { readonly jit?: "on"; readonly budget?: number } = {}) {
    const { binding } = await needsNative();
    const task = {
      model: ir.model,
      seed: ir.seed,
      objective: objectiveOf(ir.training!.stages[0]!),
      train,
      validation,
      batchSize: 4,
      epochs: 2,
      dataBudget,
      jit: options.jit ?? ("off" as const),
    };
    const engine = graphEngineHere(binding, task, options.budget);
    const done: number[] = [];
    const plan = { order, batchSize: 4, rows: null, learningRate: null };
    const logs = [];
    for (let epoch = 0; epoch < 2; epoch++)
      logs.push(
        (await engine.epoch({ ...plan, onBatch: (n) => done.push(n) })).logs,
        await engine.evaluate(validation, 4),
        await engine.evaluate(train, 8),
      );
    const part = await engine.epoch({ ...plan, rows: 12 });
    // The end of a pass, as the next epoch of a training with steps_per_epoch takes it: the last batch is short.
    const rest = await engine.epoch({
      ...plan,
      order: Int32Array.from([...order.slice(12), ...order.slice(0, 12)]),
      rows: 11,
    });
    const result = {
      logs,
      part,
      rest,
      last: done.at(-1),
      weights: await engine.getWeights(),
      optimizer: await engine.getOptimizer(),
    };
    await engine.dispose();
    return result;
  }

  it.each([1, 2, 3, 5].map((steps) => [steps] as const))(
    "go through TensorFlow in shards of %d steps with the same bits",
    async (steps) => {
      const whole = await after(2 ** 30);
      expect(await after(steps * 4 * ROW)).toEqual(whole);
      expect(whole.last).toBe(23);
      expect(whole.part.rows).toBe(12);
      expect(whole.rest.rows).toBe(11);
    },
  );

  it("do so where the steps are compiled, and calls are short", async () => {
    const whole = await after(2 ** 30, { jit: "on" });
    expect(await after(2 * 4 * ROW, { jit: "on", budget: 1e-9 })).toEqual(whole);
  }, 60_000);

  it("take the smallest step where not even that fits", async () =>
    expect(await after(1)).toEqual(await after(2 ** 30)));

  it("take no more room than there are rows, however large the batch", async () => {
    const { binding } = await needsNative();
    const results = await Promise.all(
      [1, 2 ** 30].map(async (dataBudget) => {
        const batchSize = 2 ** 31 - 1;
        const engine = graphEngineHere(binding, {
          model: ir.model,
          seed: ir.seed,
          objective: objectiveOf(ir.training!.stages[0]!),
          train,
          validation,
          batchSize,
          epochs: 1,
          dataBudget,
          weights: {},
        });
        const logs = [
          (await engine.epoch({ order, batchSize, rows: null, learningRate: null })).logs,
          await engine.evaluate(validation, batchSize),
        ];
        await engine.dispose();
        return logs;
      }),
    );
    expect(results[0]).toEqual(results[1]);
  });

  it("are evaluated alike by a run", async () => {
    const { binding } = await needsNative();
    const weights = (await after(2 ** 30)).weights;
    const evaluated = async (dataBudget: number) => {
      const inference = graphInferenceHere(binding, {
        model: ir.model,
        seed: ir.seed,
        objective: objectiveOf(ir.training!.stages[0]!),
        weights,
        dataBudget,
      });
      const logs = await inference.evaluate(train, 4);
      await inference.dispose();
      return logs;
    };
    expect(await evaluated(3 * 4 * ROW)).toEqual(await evaluated(2 ** 30));
  });
});
