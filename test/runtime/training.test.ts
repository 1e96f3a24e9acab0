import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { layers, optimizers, regularizers } from "../../src/runtime/api/factories.js";
import { buildModel } from "../../src/runtime/engine/build-model.js";
import { getWeights } from "../../src/runtime/engine/model-weights.js";
import { fit, train } from "../../src/runtime/training/fit.js";
import type { Snapshot } from "../../src/runtime/training/snapshot.js";
import { layerCall } from "../../src/catalog/layer-call.js";
import { wordNamed } from "../../src/catalog/lookup.js";
import type { LayerIr } from "../../src/ir/ir.js";
import type { Shape } from "../../src/tensor/ops.js";
import { call, chain, dataset, rows, type Step } from "./tiny-ir.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

const l2 = call("regularizer", "l2", { l2: 0.1 });
const ones = call("initializer", "ones");
const one = (name: string, more = {}) => ({
  word: "dense",
  name,
  args: { units: 1, kernel_initializer: ones, ...more },
});
const frozenRate = { optimizer: call("optimizer", "sgd", { learning_rate: 0 }), epochs: 1, batch_size: 3 };

describe("penalties are Keras's", () => {
  const losses = async (steps: Parameters<typeof chain>[1], width = 2) => {
    const ir = chain(width, steps, frozenRate);
    const data = rows(7, width, ir.model.outputs[0]!.name);
    const { history, model } = await train(ir, dataset(data, data));
    model.dispose();
    return history[0]!.logs;
  };
  it("count in loss and in val_loss", async () => {
    const plain = await losses([one("a")]);
    const logs = await losses([one("a", { kernel_regularizer: l2 })]);
    expect(logs["penalty"]).toBeCloseTo(0.2, 6); // 0.1 · (1² + 1²)
    expect(logs["val_penalty"]).toBeCloseTo(0.2, 6);
    expect(logs["loss"]! - plain["loss"]!).toBeCloseTo(0.2, 5);
    expect(logs["val_loss"]! - plain["val_loss"]!).toBeCloseTo(0.2, 5);
    expect(logs["loss"]).toBeCloseTo(logs["val_loss"]!, 5); // weighted means with a short last batch
  });
  it("count once for a layer that is applied twice, and not for a frozen one", async () => {
    const square = { word: "dense", name: "s", args: { units: 2, kernel_initializer: ones, kernel_regularizer: l2 } };
    expect((await losses([square, square, one("out")]))["penalty"]).toBeCloseTo(0.4, 6);
    expect((await losses([{ ...square, trainable: false }, one("out")]))["penalty"]).toBe(0);
  });
  it("of activities are per row", async () => {
    const square = {
      word: "dense",
      name: "s",
      args: {
        units: 2,
        kernel_initializer: call("initializer", "zeros"),
        bias_initializer: ones,
        activity_regularizer: l2,
      },
    };
    // 0.1 · Σ 1² over 2 units, mean over rows
    expect((await losses([square, one("out")]))["penalty"]).toBeCloseTo(0.2, 6);
  });
});

describe("the loop", () => {
  const wide: readonly Step[] = [
    { word: "dense", name: "h", args: { units: 8, activation: call("activation", "relu"), kernel_regularizer: l2 } },
    { word: "dropout", args: { rate: 0.5 } },
    one("out"),
  ];
  const adam = { optimizer: call("optimizer", "adam", { learning_rate: 0.02 }), epochs: 6 };
  const data = dataset(rows(11, 3, "out"), rows(5, 3, "out"));
  const losses = (history: readonly { logs: Readonly<Record<string, number>> }[]) =>
    history.map((h) => [h.logs["loss"], h.logs["val_loss"]]);

  it("gives the same numbers for the same seed, and others for another", async () => {
    const [a, b, c] = [
      await train(chain(3, wide, adam), data),
      await train(chain(3, wide, adam), data),
      await train(chain(3, wide, adam, 2), data),
    ];
    expect(losses(a.history)).toEqual(losses(b.history));
    expect(losses(a.history)).not.toEqual(losses(c.history));
    expect(a.history.at(-1)!.logs["loss"]).toBeLessThan(a.history[0]!.logs["loss"]!);
  });
  it("goes on from a snapshot to equal numbers", async () => {
    const whole = await train(chain(3, wide, adam), data);
    let half: Snapshot | null = null;
    await train(chain(3, wide, adam), data, {
      epochs: 3,
      checkpoint: async (s) => void (half = JSON.parse(JSON.stringify(s, typed), untyped) as Snapshot),
    });
    const rest = await train(chain(3, wide, adam), data, { resume: half });
    expect(losses(rest.history)).toEqual(losses(whole.history));
    expect(await getWeights(rest.model)).toEqual(await getWeights(whole.model));
  });
  it("with steps_per_epoch takes every row once a pass, in its order, and says where epochs are short", async () => {
    const parts = { ...frozenRate, epochs: 6, steps_per_epoch: 2 }; // 11 rows in batches of 3: 6 and 5
    const passes = async (more: object) => {
      const said: string[] = [];
      const onEvent = (e: { event: string; message?: string }) => void (e.event === "say" && said.push(e.message!));
      let half: Snapshot | null = null;
      const whole = await train(chain(3, [one("out")], { ...parts, ...more }), data, {
        onEvent,
        checkpoint: async (s) => void (half = s.epoch === 3 ? s : half),
      });
      const rest = await train(chain(3, [one("out")], { ...parts, ...more }), data, { resume: half });
      expect(losses(rest.history)).toEqual(losses(whole.history));
      const loss = whole.history.map((h) => h.logs["loss"]!);
      return { said, loss, sums: [0, 2, 4].map((i) => loss[i]! * 6 + loss[i + 1]! * 5) };
    };
    const { said, loss, sums } = await passes({});
    expect(said).toEqual([]);
    expect(loss[0]).not.toBeCloseTo(loss[2]!, 5);
    for (const sum of sums) expect(sum).toBeCloseTo(sums[0]!, 3);
    expect((await passes({ steps_per_epoch: 3 })).said).toEqual([
      "steps_per_epoch is 3, and a pass over the 11 rows has 4 steps: one epoch in 2 has only 1 step, because an " +
        "epoch ends where the rows end",
    ]);
    expect((await passes({ steps_per_epoch: 9 })).said).toEqual([
      "steps_per_epoch is 9, and a pass over the 11 rows has 4 steps: every epoch has only 4 steps, because an " +
        "epoch ends where the rows end",
    ]);
  });
  it("stops early, says so, and restores the best weights", async () => {
    const stopping = call("callback", "early_stopping", { patience: 2, restore_best_weights: true });
    const events: string[] = [];
    const ir = chain(3, [one("out")], {
      optimizer: call("optimizer", "sgd", { learning_rate: 1.4 }),
      epochs: 40,
      callbacks: [stopping],
      shuffle: false,
    });
    const snapshots: Snapshot[] = [];
    const done = await train(ir, data, {
      checkpoint: async (s) => void snapshots.push(s),
      onEvent: (e) => void (e.event === "stop" && events.push(e.message)),
    });
    expect(done.stopped).toMatch(
      /^stopped at epoch (\d+) of 40: val_loss has not improved since epoch (\d+); weights of epoch \2 restored$/,
    );
    expect(events).toEqual([done.stopped]);
    const best = Number(/since epoch (\d+)/.exec(done.stopped!)![1]);
    const values = done.history.map((h) => h.logs["val_loss"]!);
    expect(values.indexOf(Math.min(...values))).toBe(best - 1);
    expect(await getWeights(done.model)).toEqual(snapshots[best - 1]!.weights);
  });
  it("ends when the loss is no number, with a cause and the last good weights", async () => {
    const ir = chain(3, [one("out")], { optimizer: call("optimizer", "sgd", { learning_rate: 1e12 }), epochs: 20 });
    const done = await train(ir, data);
    expect(done.diverged).toBe(true);
    expect(done.stopped).toMatch(
      /no finite number at step \d+; the learning rate of 1000000000000 is probably too high/,
    );
    for (const { data: values } of Object.values(await getWeights(done.model)))
      expect(Array.from(values).every(Number.isFinite)).toBe(true);
  });
  it("stops on an abort signal with the weights of the last whole epoch", async () => {
    const abort = new AbortController();
    const snapshots: Snapshot[] = [];
    const done = await train(chain(3, wide, adam), data, {
      signal: abort.signal,
      checkpoint: async (s) => void (snapshots.push(s), s.epoch === 2 && abort.abort()),
    });
    expect(done.aborted).toBe(true);
    expect(done.history).toHaveLength(2);
    expect(await getWeights(done.model)).toEqual(snapshots[1]!.weights);
  });
  it("leaves no tensors behind", async () => {
    const once = async () => (await train(chain(3, wide, adam), data)).model.dispose();
    await once();
    const before = tf.memory().numTensors;
    await once();
    expect(tf.memory().numTensors).toBe(before);
  });
  it("fits a model written by hand with tf.layers and regnet's own layers", async () => {
    const model = tf.sequential();
    model.add(
      tf.layers.dense({ units: 4, inputShape: [3], kernelRegularizer: regularizers.l2({ l2: 0.01 }), name: "h" }),
    );
    model.add(layers.dropout({ rate: 0.3, seed: 7, name: "drop" }));
    model.add(layers.dense({ units: 1, kernelConstraint: "non_neg", name: "out" }));
    const { history } = await fit(model, data, {
      optimizer: optimizers.adam({ learningRate: 0.05 }),
      loss: "mean_squared_error",
      metrics: ["mean_absolute_error"],
      epochs: 3,
    });
    expect(history.map((h) => h.epoch)).toEqual([1, 2, 3]);
    expect(Object.keys(history[0]!.logs)).toEqual([
      "loss",
      "penalty",
      "mean_absolute_error",
      "val_loss",
      "val_penalty",
      "val_mean_absolute_error",
    ]);
    expect(Object.keys(await getWeights(model))).toEqual(["h/kernel", "h/bias", "out/kernel", "out/bias"]);
    expect(Math.min(...Array.from((await getWeights(model))["out/kernel"]!.data))).toBeGreaterThanOrEqual(0);
  });
});

describe("layer calls", () => {
  it("say tf.layers where faithful, only what is written or differs, with derived seeds", () => {
    const ir = chain(3, [
      { word: "dense", name: "h", args: { units: 8, activation: call("activation", "relu") } },
      { word: "dropout", args: { rate: 0.5 } },
    ]);
    const [dense, dropout] = ir.model.layers;
    const on = (layer: LayerIr, shape: Shape) => ({
      word: wordNamed("layer", layer.word),
      args: layer.args,
      inputs: [shape],
    });
    const said = layerCall(dense!, on(dense!, [null, 3]), ir.seed);
    expect([said.from, said.factory]).toEqual(["tf", "dense"]);
    expect(said.args.map(([name]) => name)).toEqual(["units", "activation", "kernelInitializer", "name"]);
    expect(said.args[1]).toEqual(["activation", "relu"]);
    expect(said.args[2]![1]).toEqual({ word: "glorot_uniform", args: { seed: dense!.weights[0]!.seed } });
    expect(layerCall(dropout!, on(dropout!, [null, 8]), ir.seed).args.map(([name]) => name)).toEqual([
      "rate",
      "seed",
      "name",
    ]);
    expect(buildModel(ir).layers.map((l) => l.name)).toEqual(["x", "h", "dropout"]);
  });
  it("options that do not exist are errors", () => {
    expect(() => layers.dropout({ rat: 0.5 } as never)).toThrow("dropout has no argument `rat`; did you mean rate?");
    expect(() => layers.dropout()).toThrow("dropout needs rate");
    expect(() => optimizers.adam({ learningRate: "fast" })).toThrow(TypeError);
  });
});

const typed = (_: string, v: unknown): unknown => (v instanceof Float32Array ? { f32: Array.from(v) } : v);
const untyped = (_: string, v: unknown): unknown =>
  v !== null && typeof v === "object" && "f32" in v ? Float32Array.from(v.f32 as number[]) : v;
