import { beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../../src/runtime/data/dataset.js";
import { inOrder } from "../../../src/runtime/engine/in-order.js";
import { loopForm } from "../../../src/runtime/graph/build/loop-form.js";
import { graphEngineHere } from "../../../src/runtime/graph/in-process.js";
import { Pace } from "../../../src/runtime/graph/pace.js";
import { loadCpu, type TfjsBinding } from "../../../src/runtime/native/index.js";
import { train } from "../../../src/runtime/training/fit.js";
import { getWeights } from "../../../src/runtime/engine/model-weights.js";
import { goldens, initialOf, irOf, rowsOf, worstDifference } from "../../support/golden.js";
import { needsNative } from "../../support/needs.js";
import { call, chain, rows } from "../tiny-ir.js";

beforeAll(async () => void (await loadCpu()));

/** One of each kind: compiling takes a second a case. */
const chosen = [
  "layer_embedding",
  "layer_embedding_mask",
  "layer_conv2d",
  "layer_batch_normalization",
  "merge_concatenate",
  "constraint_max_norm_adam",
  "optimizer_ema",
  "optimizer_rmsprop_centered",
  "loss_sparse_categorical_crossentropy",
  "metrics_binary",
  "class_weight",
  "penalty_in_every_layer",
  "two_inputs_two_outputs",
];

const one = { word: "dense", name: "out", args: { units: 1 } };

describe("steps that XLA compiles", () => {
  const all = goldens();
  const cases = all.filter(({ name }) => chosen.includes(name));
  it("are tried on one of each kind", () => expect(cases).toHaveLength(chosen.length));

  it.each(cases.map((golden) => [golden.name, golden] as const))(
    "give Keras's numbers: %s",
    async (_, golden) => {
      const { binding } = await needsNative();
      const ir = irOf(golden);
      const validation = golden.validation ? rowsOf(ir, golden.validation) : null;
      const data: Dataset = {
        train: rowsOf(ir, golden),
        validation,
        test: null,
        preprocessing: { version: 1, inputs: {}, targets: {}, weight: null },
        hash: "",
      };
      const result = await train(ir, data, {
        weights: initialOf(golden),
        engine: async (task) => graphEngineHere(binding, { model: ir.model, seed: ir.seed, jit: "on", ...task }),
      });
      const logged = result.history.map((record): Record<string, number> => ({
        ...record.logs,
        learning_rate: record.learningRate,
      }));
      for (const [name, values] of Object.entries(golden.expected.history)) {
        const actual = logged.map((logs) => logs[name] ?? NaN);
        if (actual.every((value, i) => Math.abs(value - values[i]!) < 1e-7)) continue;
        expect(worstDifference(actual, values), name).toBeLessThanOrEqual(golden.rtol);
      }
      const weights = await getWeights(result.model);
      for (const [name, { data: values }] of Object.entries(golden.expected.weights))
        expect(worstDifference(weights[name]!.data, values), name).toBeLessThanOrEqual(golden.rtol);
      result.model.dispose();
    },
    60_000,
  );

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
  const task = (jit: "on" | "off") => ({
    model: ir.model,
    seed: ir.seed,
    objective: {
      optimizer: ir.training!.stages[0]!.optimizer,
      loss: ir.training!.stages[0]!.loss,
      lossWeights: {},
      metrics: {},
    },
    train: rows(23, 3, "out"),
    validation: null,
    batchSize: 4,
    jit,
  });
  const plan = { order: inOrder(23), batchSize: 4, rows: null, learningRate: null };
  const after = async (binding: TfjsBinding, jit: "on" | "off", budget?: number) => {
    const engine = graphEngineHere(binding, task(jit), budget);
    const logs = [(await engine.epoch(plan)).logs, (await engine.epoch(plan)).logs];
    const result = { logs, weights: await engine.getWeights(), optimizer: await engine.getOptimizer() };
    await engine.dispose();
    return result;
  };

  it("do not depend on how a pass is cut into calls", async () => {
    const { binding } = await needsNative();
    expect(await after(binding, "on", 1e-9)).toEqual(await after(binding, "on", 60));
  });

  it("run as they are where XLA cannot compile them", async () => {
    const { binding } = await needsNative();
    let refused = 0;
    const runSavedModel: TfjsBinding["runSavedModel"] = (...args) => {
      if (!args[3].includes("StatefulPartitionedCall")) return binding.runSavedModel(...args);
      refused++;
      throw new Error("No registered 'Anything' OpKernel for XLA_CPU_JIT devices");
    };
    const without = new Proxy({} as TfjsBinding, {
      get: (_, key) => (key === "runSavedModel" ? runSavedModel : (Reflect.get(binding, key) as unknown)),
    });
    expect(await after(without, "on")).toEqual(await after(binding, "off"));
    expect(refused).toBe(1);
  });
});

describe("large products", () => {
  const layers = ["a", "b", "c"].map((name) => ({
    word: "dense",
    name,
    args: { units: 512, activation: call("activation", "relu") },
  }));
  const ir = chain(64, [...layers, one], { optimizer: call("optimizer", "sgd", { learning_rate: 0.01 }) });
  const { optimizer, loss } = ir.training!.stages[0]!;

  it("have the same results on oneDNN's kernels as under XLA, forward and backward", async () => {
    const { binding } = await needsNative();
    const [batchSize, plan] = [64, { order: inOrder(160), batchSize: 64, rows: null, learningRate: null }];
    const task = {
      model: ir.model,
      seed: ir.seed,
      objective: { optimizer, loss, lossWeights: {}, metrics: {} },
      train: rows(160, 64, "out"),
      validation: null,
      batchSize,
    };
    const after = async (jit: "on" | "off") => {
      const engine = graphEngineHere(binding, { ...task, jit });
      const { logs } = await engine.epoch(plan);
      const weights = await engine.getWeights();
      await engine.dispose();
      return { loss: logs["loss"]!, weights };
    };
    const [merged, compiled] = [await after("off"), await after("on")];
    expect(worstDifference([merged.loss], [compiled.loss])).toBeLessThan(1e-5);
    for (const [name, { data }] of Object.entries(merged.weights))
      expect(worstDifference(data, Array.from(compiled.weights[name]!.data)), name).toBeLessThan(1e-5);
  }, 60_000);
});

describe("the form of a loop", () => {
  const { model } = chain(3, [one]);
  const size = {
    nodes: 150,
    flops: 1e6,
    elements: 10_000,
    gathered: 2_000,
    trained: 10_000,
    turns: 100_000,
    threaded: false,
  };

  it("is compiled where many operations run many times, or on request", () => {
    expect(loopForm(model, size, "auto")).toBe("compiled");
    expect(loopForm(model, { ...size, turns: 100 }, "auto")).toBe("interpreted");
    expect(loopForm(model, size, "off")).toBe("interpreted");
    expect(loopForm(model, { ...size, turns: 1 }, "on")).toBe("compiled");
  });

  it("is compiled for large weights, and not for long rows", () => {
    const large = { ...size, trained: 1_000_000, turns: 5_000 };
    expect(loopForm(model, large, "auto")).toBe("compiled");
    expect(loopForm(model, { ...large, gathered: 4_000_000 }, "auto")).toBe("interpreted");
  });

  it("is merged for large products, whose kernels oneDNN has, unless much else is done between them", () => {
    const large = { ...size, flops: 2e9, threaded: true, turns: 5_000 };
    expect(loopForm(model, large, "auto")).toBe("merged");
    expect(loopForm(model, large, "off")).toBe("merged");
    expect(loopForm(model, { ...large, elements: 10_000_000 }, "auto")).toBe("compiled");
    expect(loopForm(model, { ...large, elements: 10_000_000, turns: 100 }, "auto")).toBe("merged");
  });
});

describe("the pace of calls that cannot look at a clock", () => {
  it("begins with one step, grows by steps, and keeps to the budget", () => {
    const pace = new Pace();
    expect(pace.steps(0.05)).toBe(1);
    pace.took(1, 0.0001);
    expect(pace.steps(0.05)).toBe(8);
    pace.took(8, 0.0008);
    expect(pace.steps(0.05)).toBe(64);
    pace.took(64, 0.0064);
    expect(pace.steps(0.05)).toBe(500);
    pace.took(500, 5);
    expect(pace.steps(0.05)).toBe(5);
  });
});
