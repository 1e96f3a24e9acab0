import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Args } from "../../src/ir/value.js";
import { wordsOf } from "../../src/catalog/lookup.js";
import { RegnetLayer } from "../../src/runtime/engine/layer.js";
import { call, chain } from "./tiny-ir.js";
import { buildModel } from "../../src/runtime/engine/build-model.js";
import { shapeOf } from "../support/layer-under-test.js";
import { getWeights, setWeights } from "../../src/runtime/engine/model-weights.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

/** Words that a chain on flat numbers can hold without further arguments, said by tf.layers. */
const flat = wordsOf("layer").filter((word) => {
  if (
    !word.tfjs ||
    word.tfjs.unused !== undefined ||
    word.arity[0] > 1 ||
    Object.values(word.params).some((p) => (p as { required: boolean }).required)
  )
    return false;
  const shape = shapeOf(word, call("layer", word.name).args, [[null, 6]]);
  return !("problem" in shape);
});

describe("tf.layers do what the word says", () => {
  it("there are such words", () => expect(flat.length).toBeGreaterThan(2));
  it.each(flat.map((word) => [word.name] as const))("%s", (name) => {
    const ir = chain(6, [{ word: name, name: "it" }]);
    const model = buildModel(ir);
    const own = new RegnetLayer({ word: name, name: "it", args: ir.model.layers[0]!.args });
    const x = tf.tensor(
      Array.from({ length: 24 }, (_, i) => Math.sin(i) * 2),
      [4, 6],
    );
    const want = Array.from((own.apply(x) as tf.Tensor).dataSync());
    const got = Array.from((model.predict(x) as tf.Tensor).dataSync());
    expect(got.length).toBe(want.length);
    got.forEach((g, i) =>
      expect(Math.abs(g - want[i]!), `${i}: ${g} against ${want[i]}`).toBeLessThan(1e-5 * (1 + Math.abs(want[i]!))),
    );
  });
  it("weights are set by name, with their shapes checked", async () => {
    const model = buildModel(chain(6, [{ word: "dense", name: "d", args: { units: 2 } }]));
    expect(Object.keys(await getWeights(model))).toEqual(["d/kernel", "d/bias"]);
    setWeights(model, { "d/bias": { data: Float32Array.of(1, 2), shape: [2] } });
    expect(Array.from((await getWeights(model))["d/bias"]!.data)).toEqual([1, 2]);
    expect(() => setWeights(model, { "d/bais": { data: Float32Array.of(1), shape: [1] } })).toThrow(
      /no weight named d\/bais/,
    );
    expect(() => setWeights(model, { "d/bias": { data: Float32Array.of(1), shape: [1] } })).toThrow(/has shape \[2\]/);
  });
});

describe("masks behind a layer that TensorFlow.js asks for", () => {
  const x = tf.tensor([1, 2, 0, 3, 4, 5], [2, 3, 1]);
  const mask = tf.tensor([1, 1, 0, 1, 1, 1], [2, 3], "bool");
  const own = (name: string, given: Args) => new RegnetLayer({ word: name, args: call("layer", name, given).args });

  it.each([
    ["lstm", { units: 2, return_sequences: true }, [mask]],
    ["lstm", { units: 2, return_sequences: true, return_state: true }, [mask, null, null]],
    ["gru", { units: 2, return_state: true }, [null, null]],
    [
      "bidirectional",
      { layer: call("layer", "lstm", { units: 2, return_sequences: true }), merge_mode: "none" },
      [mask, mask],
    ],
  ] as const)("%s %j: one for each result", (name, args, wanted) => {
    const layer = own(name, args);
    const results = layer.apply(x, { mask });
    expect(Array.isArray(results) ? results.length : 1).toBe(wanted.length);
    const found = layer.computeMask(x, mask) as unknown;
    expect(wanted.length === 1 ? [found] : found).toEqual(wanted);
  });

  it("attention with scores: one for its result, none for the scores", () => {
    const [query, value] = [tf.input({ shape: [3, 1] }), tf.input({ shape: [4, 1] })];
    const layer = own("attention", {});
    layer.apply([query, value], { named: { value: [1] }, return_attention_scores: true });
    expect(layer.computeMask([x, x], [mask, mask]) as unknown).toEqual([mask, null]);
  });
});
