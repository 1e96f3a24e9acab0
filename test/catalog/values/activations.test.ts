import { expect, test } from "vitest";
import { wordNamed, wordsOf, findWord } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import goldens from "../../goldens/catalog/values.json" with { type: "json" };
import { resultOf } from "../../support/layer-under-test.js";
import { error, ops, tensor, tf, withDefaults, type Numbers } from "./engine.js";

interface Golden {
  readonly name: string;
  readonly args: Args;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly gradient: Numbers;
}

const cases = goldens.activations as unknown as readonly Golden[];

/** Positions where Keras's back ends take different subgradients at a corner; regnet documents its own. */
const corners: Readonly<Record<string, readonly number[]>> = {
  // At the ends of a clip JAX takes 1/2, TensorFlow and regnet 1.
  "sparse_sigmoid {}": [-1, 1],
  'relu {"negative_slope":0.1,"threshold":0.5,"max_value":3}': [3],
};

test.each(cases.map((c) => [`${c.name} ${JSON.stringify(c.args)}`, c] as const))(
  "%s: values and gradient are Keras's",
  (title, c) => {
    const word = findWord("activation", c.name)!;
    const args = withDefaults(word, c.args);
    const weights = tf.range(1, c.x.data.length + 1).reshape(c.x.shape as number[]);
    const { value, grad } = tf.valueAndGrad((x) => tf.sum(tf.mul(word.apply(ops, args, x) as tf.Tensor, weights)))(
      tensor(c.x),
    );
    expect(Number.isFinite(value.dataSync()[0]!)).toBe(Number.isFinite(c.y.data.reduce((a, b) => a + b, 0)));
    expect(error((word.apply(ops, args, tensor(c.x)) as tf.Tensor).dataSync(), c.y.data)).toBeLessThan(2e-6);
    const skip = corners[title] ?? [];
    // Each over the weight of its position, so that one tolerance serves all.
    const smooth = (g: ArrayLike<number>) =>
      Array.from(g, (v, i) => v / (i + 1)).filter((_, i) => !skip.includes(c.x.data[i]!));
    expect(error(smooth(grad.dataSync()), smooth(c.gradient.data))).toBeLessThan(2e-6);
  },
);

test("every activation has a golden", () => {
  const tested = new Set(cases.map((c) => findWord("activation", c.name)!.name));
  expect(
    wordsOf("activation")
      .map((w) => w.name)
      .filter((name) => !tested.has(name)),
  ).toEqual([]);
});

test("an activation's name is also a layer that applies it, and Keras's own layers keep theirs", () => {
  const layer = wordNamed("layer", "hard_sigmoid");
  const x = tf.tensor([-4, 0, 1, 4], [2, 2]);
  const y = resultOf(layer, { ops, args: {}, inputs: [x] }) as tf.Tensor;
  expect(error(y.dataSync(), [0, 0.5, 4 / 6, 1])).toBeLessThan(1e-6);
  expect(layer.keras).toBe("Activation");
  expect(findWord("layer", "swish")!.name).toBe("silu");
  expect(wordNamed("layer", "relu").keras).toBe("ReLU");
  expect(wordNamed("layer", "leaky_relu").params["negative_slope"]!.default).toBe(0.3);
});
