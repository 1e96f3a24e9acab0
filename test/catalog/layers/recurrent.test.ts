import { expect, test } from "vitest";
import { layerCall } from "../../../src/catalog/layer-call.js";
import { findWord, wordNamed } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import { random } from "../../../src/tensor/random.js";
import { at, error, ops, tensor, tf, withDefaults } from "../values/engine.js";
import { layer, runLayer } from "./run-layer.js";
import { resultOf, shapeOf, weightsOf as weightSpecs } from "../../support/layer-under-test.js";
import { goldens } from "./recurrence-golden.js";

const recurrent = ["lstm", "gru", "simple_rnn"] as const;

/** Weights drawn as the layer says, for an input of that many features. */
function weightsOf(name: string, given: Args, batch: readonly (number | null)[]): Record<string, tf.Tensor> {
  const word = layer(name);
  return Object.fromEntries(
    weightSpecs(word, withDefaults(word, given), [batch]).map((spec) => {
      const values = wordNamed("initializer", spec.initializer.word).values(
        spec.initializer.args,
        spec.shape,
        random(3),
      );
      return [spec.name, tf.tensor(values, spec.shape as number[])];
    }),
  );
}

test.each(goldens.dropouts.map((c, i) => [`${i} ${c.word} ${JSON.stringify(c.args)}`, c] as const))(
  "%s: in training Keras's result where its masks are drawn",
  (_title, c) => {
    const queue = [...c.drawn.input, ...c.drawn.state];
    const seeds: number[] = [];
    const rates = c.args as { readonly dropout?: number; readonly recurrent_dropout?: number };
    const scales = [rates.dropout, rates.recurrent_dropout].map((rate) => 1 / (1 - (rate ?? 0)));
    const word = layer(c.word);
    const y = resultOf(word, {
      ops: {
        ...ops,
        uniform: (shape: readonly (number | null)[], seed: number) => {
          seeds.push(seed);
          const drawn = queue.shift()!;
          for (const value of drawn.data)
            expect(value === 0 || scales.some((s) => Math.abs(value - s) < 1e-6)).toBe(true);
          return tf.tensor(
            drawn.data.map((v) => (v > 0 ? 0.999 : 0)),
            shape as number[],
          );
        },
      },
      args: withDefaults(word, c.args),
      inputs: [tensor(c.x)],
      masks: [null],
      weights: Object.fromEntries(Object.entries(c.weights).map(([name, w]) => [name, tensor(w)])),
      training: true,
      assign: () => expect.unreachable(),
      addLoss: () => expect.unreachable(),
      seed: 9,
    }) as unknown as tf.Tensor;
    expect(queue).toEqual([]);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(error(y.dataSync(), c.y.data)).toBeLessThan(3e-6);
  },
);

test.each(recurrent)("%s: dropout draws anew at every training step, and nothing in inference", (name) => {
  const x = tf.ones([4, 3, 5]);
  const args = { units: 3, dropout: 0.5, recurrent_dropout: 0.5 };
  const weights = weightsOf(name, args, [null, 3, 5]);
  const run = (step: number, training: boolean) => {
    at.step = step;
    return Array.from(runLayer(name, args, x, { weights, training }).y.dataSync());
  };
  expect(run(1, true)).toEqual(run(1, true));
  expect(run(1, true)).not.toEqual(run(2, true));
  expect(run(1, false)).toEqual(run(2, false));
  expect(run(1, false)).not.toEqual(run(1, true));
});

test.each(recurrent)("%s refuses what it cannot honour, in sentences", (name) => {
  const word = layer(name);
  const check = (given: Args) => word.check!(withDefaults(word, { units: 2, ...given }));
  expect(check({})).toBeNull();
  expect(check({ stateful: true })).toMatch(/stateful is not supported yet/);
  const args = withDefaults(word, { units: 2 });
  expect(shapeOf(word, args, [[null, "x.1", 4]])).toEqual([null, 2]);
  expect(shapeOf(word, { ...args, return_sequences: true }, [[null, "x.1", 4]])).toEqual([null, "x.1", 2]);
  expect(shapeOf(word, args, [[null, 4]])).toMatchObject({
    problem: expect.stringContaining("[steps, channels]") as string,
  });
  expect(shapeOf(word, args, [[null, 5, null]])).toMatchObject({
    problem: expect.stringContaining("known number of channels") as string,
  });
});

test.each(recurrent)("%s hands the mask on with sequences only, and has no tf.layers form", (name) => {
  const x = tf.ones([2, 3, 2]);
  const mask = tf
    .tensor([
      [1, 0, 1],
      [1, 1, 0],
    ])
    .cast("bool");
  const weights = weightsOf(name, { units: 2 }, [null, 3, 2]);
  expect(runLayer(name, { units: 2, return_sequences: true }, x, { weights, mask }).mask).toBe(mask);
  expect(runLayer(name, { units: 2 }, x, { weights, mask }).mask).toBeNull();
  expect(layer(name).tfjs?.unused).toMatch(/drops the penalties/);
  expect(layer(name).traits).toContain("recurrent");
});

test.each(goldens.starts)(
  "lstm's bias starts as Keras's (unit_forget_bias $unit_forget_bias)",
  ({ unit_forget_bias, bias }) => {
    const args = { units: 3, unit_forget_bias, bias_initializer: { word: "constant", args: { value: 0.25 } } };
    expect(Array.from(weightsOf("lstm", args, [null, 5, 4])["bias"]!.dataSync())).toEqual(bias.data);
  },
);

test("forget_bias starts three gates by another initializer and refuses what needs a matrix", () => {
  const word = findWord("initializer", "forget_bias")!;
  const normal = { initializer: { word: "random_normal", args: { mean: 0, stddev: 1, seed: null } }, seed: null };
  const values = word.values(normal, [8], random(1));
  expect(Array.from(values.slice(2, 4))).toEqual([1, 1]);
  expect(new Set([...values.slice(0, 2), ...values.slice(4)]).size).toBe(6);
  expect(word.check!(normal, [8])).toBeNull();
  const matrix = { initializer: { word: "orthogonal", args: { gain: 1, seed: null } }, seed: null };
  expect(word.check!(matrix, [8])).toMatch(/orthogonal/);
  expect(word.check!(normal, [2, 8])).toMatch(/vector of four gates/);
  expect(() => word.values(matrix, [8], random(1))).toThrow(/orthogonal/);
});

test("a random start of an lstm's bias is said with the seed of the bias", () => {
  const bias_initializer = { word: "random_normal", args: { mean: 0, stddev: 1, seed: null } };
  const args = withDefaults(layer("lstm"), { units: 2, bias_initializer });
  const specs = weightSpecs(layer("lstm"), args, [[null, 3, 4]]);
  const weights = specs.map((s, i) => ({
    name: s.name,
    shape: s.shape,
    initializer: s.initializer,
    seed: 40 + i,
    regularizer: null,
    constraint: null,
    trainable: true,
  }));
  const ir = {
    name: "lstm",
    word: "lstm",
    args,
    trainable: true,
    weights,
    doc: null,
    origin: null,
    written: ["units", "bias_initializer"],
  };
  const call = layerCall(ir, { word: layer("lstm"), args, inputs: [[null, 3, 4]] }, 5);
  expect(call.from).toBe("regnet");
  const said = Object.fromEntries(call.args);
  expect(said["biasInitializer"]).toEqual({ word: "random_normal", args: { mean: 0, stddev: 1, seed: 42 } });
  // Built from what is said, the bias has that seed again.
  const rebuilt = weightSpecs(layer("lstm"), { ...args, bias_initializer: said["biasInitializer"]! }, [[null, 3, 4]]);
  expect(rebuilt[2]!.initializer.args["seed"]).toBe(42);
});
