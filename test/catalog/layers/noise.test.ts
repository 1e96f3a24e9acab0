import { expect, test } from "vitest";
import type { Args } from "../../../src/ir/value.js";
import { at, error, tf, withDefaults } from "../values/engine.js";
import { shapeOf } from "../../support/layer-under-test.js";
import { layer, runLayer } from "./run-layer.js";

const train = (name: string, args: Args, x: tf.Tensor, step = 1, seed = 5) => {
  at.step = step;
  return Array.from(runLayer(name, args, x, { training: true, seed }).y.dataSync());
};
const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
const variance = (v: readonly number[]) => mean(v.map((x) => x * x)) - mean(v) ** 2;
const n = 20_000;
const ones = tf.ones([n / 10, 10]);

test("dropout keeps 1 - rate of the values, scaled by 1 / (1 - rate)", () => {
  const y = train("dropout", { rate: 0.3 }, ones);
  const kept = y.filter((v) => v !== 0);
  expect(kept.every((v) => Math.abs(v - 1 / 0.7) < 1e-6)).toBe(true);
  expect(Math.abs(kept.length / n - 0.7)).toBeLessThan(6 * Math.sqrt((0.3 * 0.7) / n));
});

test("dropout's mask is another one at the next step and with another seed, and the same for the same", () => {
  const at1 = train("dropout", { rate: 0.5 }, ones, 1);
  expect(train("dropout", { rate: 0.5 }, ones, 1)).toEqual(at1);
  const differing = (other: readonly number[]) => other.filter((v, i) => v !== at1[i]).length / n;
  expect(Math.abs(differing(train("dropout", { rate: 0.5 }, ones, 2)) - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(differing(train("dropout", { rate: 0.5 }, ones, 1, 6)) - 0.5)).toBeLessThan(0.03);
});

test("dropout's gradient is the mask with its scale", () => {
  at.step = 3;
  const y = runLayer("dropout", { rate: 0.4 }, ones, { training: true }).y;
  const g = tf.grad((v) => tf.sum(runLayer("dropout", { rate: 0.4 }, v, { training: true }).y))(ones);
  expect(error(g.dataSync(), y.dataSync())).toBeLessThan(1e-6);
});

test("noise_shape shares the draw along its axes of length 1, and is checked", () => {
  const y = runLayer("dropout", { rate: 0.5, noise_shape: [null, 1] }, ones, {
    training: true,
  }).y.arraySync() as number[][];
  expect(y.every((row) => new Set(row).size === 1)).toBe(true);
  expect(new Set(y.map((row) => row[0])).size).toBe(2);
  const problem = (noise_shape: readonly (number | null)[]) =>
    shapeOf(layer("dropout"), withDefaults(layer("dropout"), { rate: 0.5, noise_shape }), [[null, 10]]);
  expect(problem([null, 1])).toEqual([null, 10]);
  expect(problem([null, 1, 1])).toMatchObject({ problem: expect.stringContaining("3 axes") as string });
  expect(problem([null, 4])).toMatchObject({ problem: expect.stringContaining("4 at axis 1") as string });
});

test.each([
  ["spatial_dropout1d", [40, 6, 50]],
  ["spatial_dropout2d", [40, 3, 4, 50]],
  ["spatial_dropout3d", [40, 2, 3, 2, 50]],
])("%s drops whole channels", (name, shape) => {
  const y = runLayer(name, { rate: 0.25 }, tf.ones(shape), { training: true }).y;
  const perChannel = y.reshape([shape[0]!, -1, shape.at(-1)!]);
  expect(perChannel.max(1).sub(perChannel.min(1)).abs().max().dataSync()[0]).toBe(0);
  expect(Math.abs(mean(Array.from(perChannel.max(1).dataSync())) - 1)).toBeLessThan(6 * Math.sqrt(1 / 3 / 2000));
});

test("gaussian_dropout and gaussian_noise have Keras's mean and variance", () => {
  const dropped = train("gaussian_dropout", { rate: 0.2 }, ones);
  expect(Math.abs(mean(dropped) - 1)).toBeLessThan(0.03);
  expect(Math.abs(variance(dropped) - 0.25)).toBeLessThan(0.02);
  const noisy = train("gaussian_noise", { stddev: 0.5 }, ones);
  expect(Math.abs(mean(noisy) - 1)).toBeLessThan(0.03);
  expect(Math.abs(variance(noisy) - 0.25)).toBeLessThan(0.02);
});

test("alpha_dropout keeps mean 0 and variance 1", () => {
  const y = train("alpha_dropout", { rate: 0.3 }, tf.randomNormal([n / 10, 10], 0, 1, "float32", 4));
  expect(Math.abs(mean(y))).toBeLessThan(0.06);
  expect(Math.abs(variance(y) - 1)).toBeLessThan(0.08);
});

test("random_flip mirrors about half of the images, whole", () => {
  const images = tf.range(0, 6).reshape([1, 2, 3, 1]).tile([400, 1, 1, 1]);
  const y = runLayer("random_flip", { mode: "horizontal" }, images, { training: true })
    .y.reshape([400, 6])
    .arraySync() as number[][];
  const kinds = new Map<string, number>();
  for (const row of y) kinds.set(row.join(), (kinds.get(row.join()) ?? 0) + 1);
  expect([...kinds.keys()].sort()).toEqual(["0,1,2,3,4,5", "2,1,0,5,4,3"]);
  expect(Math.abs(kinds.get("2,1,0,5,4,3")! - 200)).toBeLessThan(60);
  expect(runLayer("random_flip", {}, images).y).toBe(images);
});

test("random_contrast and random_brightness stay within Keras's bounds and cut to the range", () => {
  const images = tf.tensor([0.4, 0.6]).reshape([1, 1, 2, 1]).tile([500, 1, 1, 1]);
  const contrast = runLayer("random_contrast", { factor: [0.5, 0.25], value_range: [0, 1] }, images, {
    training: true,
  }).y;
  const spread = contrast
    .max([1, 2, 3])
    .sub(contrast.min([1, 2, 3]))
    .div(0.2)
    .dataSync();
  // Sorted bounds: 1 - 0.25 … 1 + 0.5.
  expect(Math.min(...spread)).toBeGreaterThan(0.7499);
  expect(Math.max(...spread)).toBeLessThan(1.5001);
  expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(0.7);
  const bright = runLayer("random_brightness", { factor: 1, value_range: [0, 1] }, images, {
    training: true,
  }).y.dataSync();
  expect(Math.min(...bright)).toBe(0);
  expect(Math.max(...bright)).toBe(1);
});
