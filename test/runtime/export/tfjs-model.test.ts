import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { wordNamed } from "../../../src/catalog/lookup.js";
import { tfjsModel } from "../../../src/runtime/export/tfjs-model.js";
import type { NdArray } from "../../../src/runtime/data/dataset.js";
import { irOf } from "../../support/golden.js";
import { distance, layerSamples, predictions, specSample, type Sample } from "./reference.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

/** As any program loads it, which knows nothing of regnet. */
async function agrees(sample: Sample): Promise<void> {
  const files = await tfjsModel(sample.ir, sample.weights, { version: 1, inputs: {}, targets: {}, weight: null });
  const text = files.get("model.json") as string;
  expect(text).not.toMatch(/class_?[nN]ame":\s*"Regnet/);
  const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(text) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
    userDefinedMetadata: object;
  };
  expect(userDefinedMetadata).toEqual({ preprocessing: { version: 1, inputs: {}, targets: {}, weight: null } });
  const weightData = Uint8Array.from(files.get("weights.bin") as Uint8Array).buffer;
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0]!.weights, weightData }),
  );
  const result = model.predict(sample.ir.model.inputs.map(({ name }) => tensor(sample.inputs[name]!)));
  const wanted = await predictions(sample);
  const found = [result].flat();
  expect(found.length).toBe(Object.keys(wanted).length);
  Object.values(wanted).forEach(({ data, shape }, i) => {
    expect(found[i]!.shape).toEqual([...shape]);
    expect(distance(data, found[i]!.dataSync())).toBeLessThan(1e-5);
  });
  model.dispose();
}
const tensor = ({ data, shape }: NdArray): tf.Tensor =>
  tf.tensor(data, [...shape], data instanceof Int32Array ? "int32" : "float32");

/** By its own check, which layers it takes. */
const attempts = await Promise.all(
  layerSamples().map(
    async (sample) =>
      [
        sample,
        await tfjsModel(sample.ir, sample.weights, null).then(
          () => null,
          (error: Error) => error.message,
        ),
      ] as const,
  ),
);
const taken = attempts.filter(([, refusal]) => refusal === null).map(([sample]) => [sample.name, sample] as const);
const refused = attempts.filter(([, refusal]) => refusal !== null);

describe("a model.json predicts as regnet does", () => {
  it.each(["digits.regnet", "digits-cnn.regnet", "max-norm.regnet", "early-stopping.regnet", "sparse-features.regnet"])(
    "%s",
    async (file) => agrees(await specSample(file)),
  );
  it("takes layers of many families", () =>
    expect(new Set(taken.map(([, s]) => s.ir.model.layers[0]?.word)).size).toBeGreaterThan(15));
  it.each(taken)("layer %s", (_, sample) => agrees(sample));
  it("names the layer it cannot hold, and why", () => {
    expect(refused.length).toBeGreaterThan(0);
    for (const [{ ir }, message] of refused) {
      const { word } = ir.model.layers[0]!;
      expect(message).toMatch(new RegExp(`^model.json cannot hold the layer it \\(${word}\\): (tf\\.layers|its call)`));
      // What tf.layers has is never said not to be there.
      const factories = Object.keys(tf.layers).map((name) => name.toLowerCase());
      if (message!.includes("has no such layer"))
        expect(factories).not.toContain(wordNamed("layer", word).keras?.toLowerCase());
    }
  });
  it.each([
    ["gru 2", "tf.layers.gru has no reset_after, which is Keras's default, and drops the penalties on its weights"],
    ["lstm 2", "tf.layers.lstm drops the penalties on its weights"],
    ["leaky_relu", "tf.layers.leakyReLU has the slope as its gradient at 0, where Keras's is 1"],
    ["conv1d 2 2 causal", "tf.layers.conv1d throws on causal padding"],
    ["dense 2 hard_sigmoid", "tf.layers knows no activation hard_sigmoid as Keras has it"],
    ["group_normalization groups=1", "tf.layers has no such layer"],
  ])("%s: %s", async (layer, reason) => {
    const ir = irOf({ name: "m", spec: `model m { input [4, 3]; ${layer} as it }` });
    const word = layer.split(" ")[0]!;
    await expect(tfjsModel(ir, {}, null)).rejects.toThrow(`model.json cannot hold the layer it (${word}): ${reason}`);
  });
});
