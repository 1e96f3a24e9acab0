import { expect, test } from "vitest";
import type { Args } from "../../../src/ir/value.js";
import { deriveSeed } from "../../../src/tensor/random.js";
import { at, error, ops, tensor, tf, withDefaults } from "../values/engine.js";
import { layer, runLayer } from "./run-layer.js";
import { resultOf, shapeOf } from "../../support/layer-under-test.js";
import { goldens } from "./recurrence-golden.js";

const moving = ["random_rotation", "random_zoom", "random_translation"] as const;
const factors: Readonly<Record<(typeof moving)[number], Args>> = {
  random_rotation: { factor: 0.1 },
  random_zoom: { height_factor: 0.2 },
  random_translation: { height_factor: 0.1, width_factor: 0.2 },
};

test.each(goldens.transforms.map((c, i) => [`${i} ${c.word} ${JSON.stringify(c.args)}`, c] as const))(
  "%s: Keras's images where its numbers are drawn",
  (_title, c) => {
    const seed = 9;
    const streams = new Map(
      Object.entries(c.drawn).map(([name, values]) => [name === "" ? seed : deriveSeed(seed, name), values]),
    );
    const word = layer(c.word);
    const args = withDefaults(word, c.args);
    expect(word.check!(args)).toBeNull();
    expect(shapeOf(word, args, [[null, ...c.x.shape.slice(1)]])).toEqual([null, ...c.y.shape.slice(1)]);
    const y = resultOf(word, {
      ops: {
        ...ops,
        uniform: (shape: readonly number[], from: number) =>
          tf.tensor(streams.get(from) as number[], shape as number[]),
      },
      args,
      inputs: [tensor(c.x)],
      training: true,
      seed,
    }) as unknown as tf.Tensor;
    expect(y.shape).toEqual(c.y.shape);
    expect(error(y.dataSync(), c.y.data)).toBeLessThan(2e-5);
  },
);

test.each(moving)("%s moves each image by itself, anew at every step, in training only", (name) => {
  const images = tf.range(0, 48).reshape([1, 6, 8, 1]).tile([5, 1, 1, 1]);
  const run = (step: number, training: boolean) => {
    at.step = step;
    return runLayer(name, factors[name], images, { training }).y;
  };
  expect(run(1, false)).toBe(images);
  const rows = (run(1, true).reshape([5, 48]).arraySync() as number[][]).map((row) => row.join());
  expect(new Set(rows).size).toBe(5);
  expect(Array.from(run(2, true).dataSync())).not.toEqual(Array.from(run(1, true).dataSync()));
  expect(run(1, true).equal(run(1, true)).all().dataSync()[0]).toBe(1);
});

test.each(moving)("%s passes gradients back to the pixels it read", (name) => {
  const images = tf.randomNormal([2, 4, 5, 1], 0, 1, "float32", 3);
  at.step = 1;
  const g = tf.grad((x: tf.Tensor) => tf.sum(runLayer(name, factors[name], x, { training: true }).y))(images);
  // Every pixel of the result is a mean of pixels: its shares sum to 1.
  expect(g.sum().dataSync()[0]).toBeCloseTo(40, 3);
});

test("factors are checked as Keras does, and images need a size", () => {
  const check = (name: string, args: Args) => layer(name).check!(withDefaults(layer(name), args));
  expect(check("random_rotation", { factor: 1.5 })).toMatch(/factor has to be at least -1 and at most 1/);
  expect(check("random_rotation", { factor: [0.1, 0.2, 0.3] })).toMatch(/one number or a list of two/);
  expect(check("random_zoom", { height_factor: -1 })).toMatch(/height_factor has to be above -1/);
  expect(check("random_zoom", { height_factor: 0.1, width_factor: 2 })).toMatch(/width_factor/);
  expect(check("random_translation", { height_factor: 0, width_factor: -2 })).toMatch(/width_factor/);
  for (const name of [...moving, "resizing"]) {
    const args = withDefaults(
      layer(name),
      name === "resizing" ? { height: 2, width: 2 } : factors[name as (typeof moving)[number]],
    );
    expect(shapeOf(layer(name), args, [[null, null, 4, 1]])).toMatchObject({
      problem: expect.stringContaining("known size") as string,
    });
    expect(shapeOf(layer(name), args, [[null, 4]])).toHaveProperty("problem");
  }
});

test(
  "resizing takes one of cropping and padding; normalization needs both its numbers, and as many as there are " +
    "positions",
  () => {
    const check = (name: string, args: Args) => layer(name).check!(withDefaults(layer(name), args));
    expect(check("resizing", { height: 2, width: 2, crop_to_aspect_ratio: true, pad_to_aspect_ratio: true })).toMatch(
      /not both/,
    );
    expect(check("normalization", {})).toMatch(/normalize: standard/);
    expect(check("normalization", { mean: 1 })).toMatch(/needs mean and variance/);
    expect(check("normalization", { mean: [1, 2], variance: [1, 2, 3] })).toMatch(/as many numbers/);
    expect(check("normalization", { mean: 1, variance: -1 })).toMatch(/at least 0/);
    expect(check("normalization", { axis: [], mean: [1], variance: [1] })).toMatch(/single numbers/);
    const shape = (args: Args) =>
      shapeOf(layer("normalization"), withDefaults(layer("normalization"), args), [[null, 4]]);
    expect(shape({ mean: [1, 2], variance: [1, 2] })).toMatchObject({
      problem: expect.stringContaining("2 numbers in mean for an axis of 4") as string,
    });
    expect(shape({ mean: 1, variance: 1, axis: 2 })).toMatchObject({
      problem: expect.stringContaining("no axis 2") as string,
    });
    expect(shape({ mean: 1, variance: 1, axis: 0 })).toMatchObject({
      problem: expect.stringContaining("known lengths") as string,
    });
  },
);
