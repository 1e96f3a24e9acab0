import { beforeAll, expect, it } from "vitest";
import type { Ir } from "../../../src/ir/ir.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { passPlan } from "../../../src/runtime/graph/build/program-plan.js";
import { buildProgram } from "../../../src/runtime/graph/build/training-program.js";
import { dataSpecOf } from "../../../src/runtime/graph/build/data-spec.js";
import { expanded } from "../../../src/runtime/graph/saved-model/expanded.js";
import { reachable } from "../../../src/program/graph.js";
import { inOrder } from "../../../src/runtime/engine/in-order.js";
import { loadCpu } from "../../../src/runtime/native/index.js";
import { train } from "../../../src/runtime/training/fit.js";
import { needsNative } from "../../support/needs.js";
import { call, chain, dataset, rows } from "../tiny-ir.js";

beforeAll(async () => void (await loadCpu()));

const STEPS = 42;
const recurrent = (steps: number, units = 3): Ir =>
  chain(
    3,
    [
      { word: "repeat_vector", args: { n: steps } },
      { word: "gru", args: { units: 2, return_sequences: true, dropout: 0.2 } },
      { word: "simple_rnn", args: { units: 3, return_sequences: true, go_backwards: true } },
      {
        word: "lstm",
        args: { units, recurrent_dropout: 0.3, kernel_regularizer: call("regularizer", "l2", { l2: 0.01 }) },
      },
      { word: "dense", name: "out", args: { units: 1 } },
    ],
    { optimizer: call("optimizer", "adam"), epochs: 2 },
  );
const data = rows(11, 3, "out");

it.each(["off", "on"] as const)(
  "long sequences train in loops as on the layers engine, XLA %s",
  async (jit) => {
    const { binding } = await needsNative();
    const ir = recurrent(STEPS);
    const wanted = await train(ir, dataset(data));
    const got = await train(ir, dataset(data), {
      engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, jit, ...task }),
    });
    got.history.forEach((logs, i) =>
      Object.entries(logs.logs).forEach(([name, value]) =>
        expect(value, `${name} ${i}`).toBeCloseTo(wanted.history[i]!.logs[name]!, 5),
      ),
    );
    expect(got.history).toHaveLength(2);
    for (const [name, { data: weights }] of Object.entries(got.snapshot.weights))
      weights.forEach((v, i) =>
        expect(Math.abs(v - wanted.snapshot.weights[name]!.data[i]!), `${name} ${i}`).toBeLessThan(2e-4),
      );
  },
  120_000,
);

it("where a pass is cut changes no bit", async () => {
  const { binding } = await needsNative();
  const ir = recurrent(STEPS);
  const { optimizer, loss } = ir.training!.stages[0]!;
  const run = async (budget: number) => {
    const engine = graphEngineHere(
      binding,
      {
        model: ir.model,
        seed: ir.seed,
        objective: { optimizer, loss, lossWeights: {}, metrics: {} },
        train: data,
        validation: data,
        batchSize: 4,
      },
      budget,
    );
    for (let i = 0; i < 3; i++)
      await engine.epoch({ order: inOrder(11), batchSize: 4, rows: null, learningRate: null });
    const result = [await engine.getWeights(), await engine.evaluate(data, 4)];
    await engine.dispose();
    return result;
  };
  expect(await run(1e-3)).toEqual(await run(10));
}, 60_000);

it("a program does not grow with the steps of its sequences, nor with loops in it", () => {
  const size = (steps: number): number => {
    const { model, seed, training } = recurrent(steps);
    const objective = {
      optimizer: training!.stages[0]!.optimizer,
      loss: training!.stages[0]!.loss,
      lossWeights: {},
      metrics: {},
    };
    const program = expanded(
      buildProgram({ model, seed, objective, train: passPlan(dataSpecOf(model, data), 11, 4), evaluate: null }),
    );
    const nodes = program.functions.flatMap((f) => reachable(f.results));
    expect(nodes.some((n) => n.op === "While")).toBe(steps > 32);
    expect(nodes.some((n) => n.op === "Scan")).toBe(false);
    return nodes.length;
  };
  expect(size(1000)).toBe(size(100));
  expect(size(1000)).toBeLessThan(size(32));
});
