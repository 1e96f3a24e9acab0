import { expect, test } from "vitest";
import { error, tensor, tf, withDefaults } from "../values/engine.js";
import { layer, runLayer } from "./run-layer.js";
import { shapeOf, weightsOf } from "../../support/layer-under-test.js";
import { goldens, type LayerGolden } from "./recurrence-golden.js";

const title = (c: LayerGolden, i: number) =>
  `${i} ${c.word} ${JSON.stringify(c.args)} ${c.x.shape.join("x")}${c.mask ? " masked" : ""}`;

test.each(goldens.layers.map((c, i) => [title(c, i), c] as const))("%s is Keras's, with its gradients", (_title, c) => {
  const word = layer(c.word);
  const args = withDefaults(word, c.args);
  const batch = [null, ...c.x.shape.slice(1)];
  expect(word.check?.(args) ?? null).toBeNull();
  expect(shapeOf(word, args, [batch])).toEqual([null, ...c.y.shape.slice(1)]);
  const specs = weightsOf(word, args, [batch]);
  expect(specs.map((s) => [s.name, s.shape])).toEqual(Object.entries(c.weights).map(([name, w]) => [name, w.shape]));

  const mask = c.mask ? tf.tensor(c.mask.data as number[], c.mask.shape as number[]).cast("bool") : null;
  const names = Object.keys(c.weightGradients);
  const all = Object.fromEntries(Object.entries(c.weights).map(([name, w]) => [name, tensor(w)]));
  const run = (x: tf.Tensor, trained: readonly tf.Tensor[]) => {
    const weights = { ...all, ...Object.fromEntries(names.map((name, i) => [name, trained[i]!])) };
    return runLayer(c.word, c.args, x, { weights, mask, training: c.training }).y;
  };
  const x = tensor(c.x);
  const weights = names.map((name) => all[name]!);
  const y = run(x, weights);
  expect(y.shape).toEqual(c.y.shape);
  expect(error(y.dataSync(), c.y.data)).toBeLessThan(3e-6);

  const scale = tf.tensor(
    c.y.data.map((_, i) => ((i % 7) + 1) / 8),
    c.y.shape as number[],
  );
  const gradients = tf.grads((...all: tf.Tensor[]) => tf.sum(tf.mul(run(all[0]!, all.slice(1)), scale)))([
    x,
    ...weights,
  ]);
  expect(error(gradients[0]!.dataSync(), c.gradient.data)).toBeLessThan(2e-5);
  names.forEach((name, i) =>
    expect(error(gradients[i + 1]!.dataSync(), c.weightGradients[name]!.data)).toBeLessThan(2e-5),
  );
});
