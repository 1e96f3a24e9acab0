import { expect, test } from "vitest";
import { wordNamed, wordsOf } from "../../../src/catalog/lookup.js";
import type { Args } from "../../../src/ir/value.js";
import goldens from "../../goldens/catalog/values.json" with { type: "json" };
import { error, ops, tensor, tf, withDefaults, type Numbers } from "./engine.js";

interface Penalty {
  readonly name: string;
  readonly args: Args;
  readonly w: Numbers;
  readonly penalty: number;
  readonly gradient: Numbers;
}

const penalties = goldens.regularizers as unknown as readonly Penalty[];

test.each(penalties.map((c) => [`${c.name} ${JSON.stringify(c.args)}`, c] as const))(
  "%s: the penalty is Keras's",
  (_title, c) => {
    const word = wordNamed("regularizer", c.name);
    const args = withDefaults(word, c.args);
    const value = (word.penalty(ops, args, tensor(c.w)) as tf.Tensor).dataSync()[0]!;
    expect(Math.abs(value - c.penalty)).toBeLessThanOrEqual(1e-6 * Math.max(1, c.penalty));
  },
);

// Of a constant 0 tfjs has no gradient to compare.
test.each(penalties.filter((c) => c.penalty !== 0).map((c) => [`${c.name} ${JSON.stringify(c.args)}`, c] as const))(
  "%s: the gradient is Keras's",
  (_title, c) => {
    const word = wordNamed("regularizer", c.name);
    const args = withDefaults(word, c.args);
    const gradient = tf.grad((w) => word.penalty(ops, args, w) as tf.Tensor)(tensor(c.w));
    expect(error(gradient.dataSync(), c.gradient.data)).toBeLessThan(2e-6);
  },
);

test("l1's gradient at exactly 0 is 0, the documented subgradient", () => {
  const l1 = wordNamed("regularizer", "l1");
  const gradient = tf.grad((w) => l1.penalty(ops, { l1: 0.1 }, w) as tf.Tensor)(tf.tensor1d([0, 2, -2]));
  expect(error(gradient.dataSync(), [0, 0.1, -0.1])).toBeLessThan(1e-7);
});

test("what `+` adds are the coefficients of l1, l2 and l1_l2, and of no other", () => {
  const of = (name: string, args: Args) =>
    wordNamed("regularizer", name).l1l2?.(withDefaults(wordNamed("regularizer", name), args));
  expect(of("l1", { l1: 0.3 })).toEqual({ l1: 0.3, l2: 0 });
  expect(of("l2", {})).toEqual({ l1: 0, l2: 0.01 });
  expect(of("l1_l2", { l2: 0.2 })).toEqual({ l1: 0, l2: 0.2 });
  expect(of("orthogonal_regularizer", {})).toBeUndefined();
});

test("the orthogonal regularizer refuses what Keras refuses or divides by zero for", () => {
  const word = wordNamed("regularizer", "orthogonal_regularizer");
  expect(word.check!(withDefaults(word, {}), [3, 3, 2])).toContain("matrix");
  expect(word.check!(withDefaults(word, {}), [1, 5])).toContain("two rows");
  expect(word.check!(withDefaults(word, { mode: "columns" }), [1, 5])).toBeNull();
});

interface Projection {
  readonly name: string;
  readonly args: Args;
  readonly w: Numbers;
  readonly projected: Numbers;
}

const projections = goldens.constraints as unknown as readonly Projection[];

test.each(projections.map((c, i) => [`${c.name} ${JSON.stringify(c.args)} ${i}`, c] as const))(
  "%s: the projected weight is Keras's",
  (_title, c) => {
    const word = wordNamed("constraint", c.name);
    const projected = word.project(ops, withDefaults(word, c.args), tensor(c.w)) as tf.Tensor;
    expect(projected.shape).toEqual(c.w.shape);
    expect(error(projected.dataSync(), c.projected.data)).toBeLessThan(1e-6);
  },
);

test("every regularizer and constraint has a golden", () => {
  expect(
    wordsOf("regularizer")
      .map((w) => w.name)
      .sort(),
  ).toEqual([...new Set(penalties.map((c) => c.name))].sort());
  expect(
    wordsOf("constraint")
      .map((w) => w.name)
      .sort(),
  ).toEqual([...new Set(projections.map((c) => c.name))].sort());
});
