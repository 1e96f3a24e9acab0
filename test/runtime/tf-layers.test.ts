import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
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
