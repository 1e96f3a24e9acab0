import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { maskShapesOf } from "../../../src/catalog/layer-rules.js";
import type { Value } from "../../../src/ir/value.js";
import { tfjsOps } from "../../../src/runtime/engine/tfjs-ops.js";
import type { Tensor } from "../../../src/tensor/ops.js";
import { resultsOf, type Under } from "../../support/layer-under-test.js";
import { complete, layer } from "./complete.js";

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Case {
  readonly word: string;
  readonly args: Readonly<Record<string, Value>>;
  readonly inputs: readonly Values[];
  readonly masks: readonly (readonly (readonly boolean[])[] | null)[];
  readonly weights: readonly (Values & { readonly name: string })[];
  readonly output: Values;
  readonly mask: readonly (readonly boolean[])[] | null;
}

const golden = JSON.parse(readFileSync(new URL("../../goldens/layer-values.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};
const ops = tfjsOps(tf, { step: () => 0 });
const raw = (x: Tensor): tf.Tensor => x as unknown as tf.Tensor;

function context(c: Case): Under {
  const word = layer(c.word);
  return {
    ops,
    args: complete(word, c.args),
    inputs: c.inputs.map((x) => ops.constant(x.values, x.shape)),
    masks: c.masks.map((m) =>
      m === null ? null : ops.cast(ops.constant(m.flat().map(Number), [m.length, m[0]!.length]), "bool"),
    ),
    weights: Object.fromEntries(c.weights.map((w) => [w.name, ops.constant(w.values, w.shape)])),
  };
}

beforeAll(async () => void (await tf.setBackend("cpu")));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe("values are Keras's", () => {
  golden.cases.forEach((c, i) => {
    it(`${i}: ${c.word} ${JSON.stringify(c.args)} on ${JSON.stringify(c.inputs.map((x) => x.shape))}`, () => {
      const [result] = resultsOf(layer(c.word), context(c));
      const y = raw(result!.value);
      expect(y.shape).toEqual(c.output.shape);
      const got = y.dataSync();
      const scale = Math.max(1, ...c.output.values.map(Math.abs));
      const off = c.output.values.filter((want, j) => !(Math.abs(got[j]! - want) <= 1e-5 * scale));
      expect(off).toEqual([]);
      const { mask } = result!;
      expect(mask === null ? null : Array.from(raw(mask).dataSync(), Boolean)).toEqual(c.mask?.flat() ?? null);
      const { args, inputs, masks } = context(c);
      const applied = { word: layer(c.word), args, inputs: inputs.map((t) => t.shape) };
      const before = masks!.map((t) => t && t.shape);
      expect(maskShapesOf(applied, before, 1)).toEqual([mask && mask.shape]);
    });
  });
});
