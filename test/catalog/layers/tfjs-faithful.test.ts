import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Value } from "../../../src/ir/value.js";
import { complete, layer } from "./complete.js";

interface Values {
  readonly shape: number[];
  readonly values: number[];
}

interface Case {
  readonly word: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly inputs: readonly Values[];
  readonly masks: readonly unknown[];
  readonly weights: readonly Values[];
  readonly output: Values;
}

const golden = JSON.parse(readFileSync(new URL("../../goldens/layer-values.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};
const factories = tf.layers as unknown as Readonly<Record<string, (args: object) => tf.layers.Layer>>;
const camel = (name: string): string => name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
const shapes = (c: Case) => c.inputs.map((x) => [null, ...x.shape.slice(1)]);

/**
 * The cases for which the word claims that tf.layers does as Keras. Masks are the words' own matter: stock layers get
 * none.
 */
const claimed = golden.cases.filter((c) => {
  const { tfjs, ...word } = layer(c.word);
  return (
    tfjs !== undefined &&
    tfjs.unused === undefined &&
    c.masks.every((m) => m === null) &&
    (tfjs.unlike?.(complete({ tfjs, ...word }, c.args), shapes(c) as never) ?? null) === null
  );
});

beforeAll(async () => void (await tf.setBackend("cpu")));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe("tf.layers is Keras's where a word says so", () => {
  it("is claimed by every word that names a factory, at least once", () => {
    const words = new Set(
      golden.cases.map((c) => c.word).filter((name) => layer(name).tfjs && !layer(name).tfjs!.unused),
    );
    expect([...words].filter((name) => !claimed.some((c) => c.word === name))).toEqual([]);
  });

  claimed.forEach((c, i) => {
    it(`${i}: ${c.word} ${JSON.stringify(c.args)} on ${JSON.stringify(shapes(c))}`, () => {
      const { tfjs } = layer(c.word);
      const named = (name: string): string => tfjs!.rename?.[name] ?? camel(name);
      const given = Object.entries(c.args).map(([name, value]) => [named(name), value] as const);
      const stock = factories[tfjs!.factory]!(Object.fromEntries(given));
      const inputs = c.inputs.map((x) => tf.tensor(x.values, x.shape));
      stock.build(shapes(c).length > 1 ? shapes(c) : shapes(c)[0]!);
      stock.setWeights(c.weights.map((w) => tf.tensor(w.values, w.shape)));
      const y = stock.apply(inputs.length > 1 ? inputs : inputs[0]!) as tf.Tensor;
      expect(y.shape).toEqual(c.output.shape);
      const got = y.dataSync();
      const scale = Math.max(1, ...c.output.values.map(Math.abs));
      expect(c.output.values.filter((want, j) => !(Math.abs(got[j]! - want) <= 1e-5 * scale))).toEqual([]);
    });
  });
});
