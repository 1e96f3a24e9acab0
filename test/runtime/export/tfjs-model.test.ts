import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { tfjsModel } from "../../../src/runtime/export/tfjs-model.js";
import type { NdArray } from "../../../src/runtime/data/dataset.js";
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
    for (const [{ ir }, message] of refused)
      expect(message).toMatch(
        new RegExp(`^TensorFlow.js cannot load the layer it \\(${ir.model.layers[0]!.word}\\): `),
      );
  });
});
