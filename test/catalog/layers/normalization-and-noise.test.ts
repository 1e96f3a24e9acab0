import { expect, test } from "vitest";
import type { Args } from "../../../src/ir/value.js";
import goldens from "../../goldens/catalog/normalization-and-noise.json" with { type: "json" };
import { error, tensor, tf, withDefaults, type Numbers } from "../values/engine.js";
import { shapeOf, weightsOf } from "../../support/layer-under-test.js";
import { layer, runLayer } from "./run-layer.js";

interface Golden {
  readonly word: string;
  readonly args: Args;
  readonly training: boolean;
  readonly trainable: boolean;
  readonly integer: boolean;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly gradient?: Numbers;
  readonly after?: Readonly<Record<string, Numbers>>;
  readonly mask?: Numbers;
  readonly outMask?: Numbers;
}

const cases = goldens.cases as unknown as readonly Golden[];
const title = (c: Golden, i: number) =>
  `${i} ${c.word} ${JSON.stringify(c.args)} ${c.x.shape.join("x")}${c.training ? " training" : ""}`;
const given = (c: Golden): Args =>
  c.word === "activation" ? { activation: { word: "elu", args: { alpha: 1 } } } : c.args;

test.each(cases.map((c, i) => [title(c, i), c] as const))("%s is Keras's", (_title, c) => {
  const word = layer(c.word);
  const args = withDefaults(word, given(c));
  const x = c.integer ? tf.tensor(c.x.data, c.x.shape as number[], "int32") : tensor(c.x);
  const weights = Object.fromEntries(Object.entries(c.weights).map(([name, value]) => [name, tensor(value)]));
  const around = {
    weights,
    training: c.training,
    trainable: c.trainable,
    mask: c.mask ? tf.tensor(c.mask.data as number[], c.mask.shape as number[]).cast("bool") : null,
  };
  const batch = [null, ...c.x.shape.slice(1)];

  expect(shapeOf(word, args, [batch])).toEqual([null, ...c.y.shape.slice(1)]);
  const specs = weightsOf(word, args, [batch]);
  expect(specs.map((s) => [s.name, s.shape])).toEqual(Object.entries(c.weights).map(([name, w]) => [name, w.shape]));

  const { y, assigned, mask } = runLayer(c.word, given(c), x, around);
  expect(y.shape).toEqual(c.y.shape);
  expect(error(y.dataSync(), c.y.data)).toBeLessThan(3e-6);
  if (c.gradient) {
    const scale = tf
      .range(1, c.y.data.length + 1)
      .div(8)
      .reshape(c.y.shape as number[]);
    const gradient = tf.grad((v) => tf.sum(tf.mul(runLayer(c.word, given(c), v, around).y, scale)))(x);
    expect(error(gradient.dataSync(), c.gradient.data)).toBeLessThan(2e-5);
  }
  expect(Object.keys(assigned)).toEqual(Object.keys(c.after ?? {}));
  for (const [name, value] of Object.entries(c.after ?? {}))
    expect(error(assigned[name]!.dataSync(), value.data)).toBeLessThan(1e-6);
  if (c.outMask)
    expect(mask!.arraySync()).toEqual(
      tf
        .tensor(c.outMask.data as number[], c.outMask.shape as number[])
        .cast("bool")
        .arraySync(),
    );
});

test.each(goldens.activity)("activity_regularization $args: Keras's penalty per row", ({ args, x, loss }) => {
  const { y, losses } = runLayer("activity_regularization", args as unknown as Args, tensor(x), { training: true });
  expect(error(y.dataSync(), tensor(x).dataSync())).toBe(0);
  expect(losses.reduce((a, b) => a + b, 0)).toBeCloseTo(loss, 6);
});
