import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Value } from "../../../src/ir/value.js";
import { tfjsOps } from "../../../src/runtime/engine/tfjs-ops.js";
import type { Tensor } from "../../../src/tensor/ops.js";
import { random } from "../../../src/tensor/random.js";
import { resultOf } from "../../support/layer-under-test.js";
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
  readonly weights: readonly (Values & { readonly name: string })[];
}

const golden = JSON.parse(readFileSync(new URL("../../goldens/layer-values.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};
const ops = tfjsOps(tf, { step: () => 0 });
const raw = (x: Tensor): tf.Tensor => x as unknown as tf.Tensor;

/** Maxima have no derivative at ties, of which the goldens have many; the ops' own tests check them. */
const smooth = golden.cases.filter((c) => !/max|min/.test(c.word) && c.masks.every((m) => m === null));

beforeAll(async () => void (await tf.setBackend("cpu")));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe("derivatives by inputs and weights agree with differences", () => {
  smooth.forEach((c, i) => {
    it(`${i}: ${c.word} ${JSON.stringify(c.args)} on ${JSON.stringify(c.inputs.map((x) => x.shape))}`, () => {
      const word = layer(c.word);
      const draw = random(i + 1);
      const direction = (x: Values): tf.Tensor =>
        tf.tensor(
          x.values.map(() => 2 * draw.uniform() - 1),
          x.shape,
        );
      const at = [...c.inputs, ...c.weights].map((x) => tf.tensor(x.values, x.shape));
      const along = [...c.inputs, ...c.weights].map(direction);
      const loss = (...all: tf.Tensor[]): tf.Scalar => {
        const y = raw(
          resultOf(word, {
            ops,
            args: complete(word, c.args),
            inputs: all.slice(0, c.inputs.length),
            masks: c.masks.map(() => null),
            weights: Object.fromEntries(
              c.weights.map((w, j) => [w.name, all[c.inputs.length + j] as unknown as Tensor]),
            ),
            training: true,
          }),
        );
        const spread = tf.tensor(
          Array.from({ length: y.size }, (_, j) => 0.5 + ((j * 0.731) % 1)),
          y.shape,
        );
        return tf.sum(tf.mul(y, spread));
      };
      const slope = tf
        .grads(loss)(at)
        .reduce((sum, g, j) => sum + tf.sum(tf.mul(g, along[j]!)).dataSync()[0]!, 0);
      const moved = (by: number): number => loss(...at.map((x, j) => tf.add(x, tf.mul(along[j]!, by)))).dataSync()[0]!;
      const h = 2 ** -6;
      const difference = (moved(h) - moved(-h)) / (2 * h);
      expect(Math.abs(slope - difference)).toBeLessThan(1e-2 * Math.max(1, Math.abs(difference)));
    });
  });
});
