import * as tf from "@tensorflow/tfjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { onnxModel } from "../../../src/runtime/export/onnx/onnx-model.js";
import {
  distance,
  layerSamples,
  longSample,
  predictions,
  root,
  specSample,
  translatorSample,
  type Sample,
} from "./reference.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

async function agrees(sample: Sample): Promise<void> {
  const session = await InferenceSession.create(onnxModel(sample.ir, sample.weights, null), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  try {
    const feeds = Object.fromEntries(
      Object.entries(sample.inputs).map(([name, { data, shape }]) => [
        name,
        data instanceof Int32Array ? new Tensor("int32", data, shape) : new Tensor("float32", data, shape),
      ]),
    );
    const found = await session.run(feeds);
    const wanted = await predictions(sample);
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    for (const [name, { data, shape }] of Object.entries(wanted)) {
      expect(found[name]!.dims).toEqual([...shape]);
      expect(distance(data, found[name]!.data as Float32Array), name).toBeLessThan(1e-5);
    }
  } finally {
    await session.release();
  }
}

describe("onnxruntime computes what regnet predicts", () => {
  it.each(readdirSync(join(root, "specs")).filter((file) => file.endsWith(".regnet")))("%s", async (file) =>
    agrees(await specSample(file)),
  );
  it("long sequences", () => agrees(longSample()));
  it("a translator", () => agrees(translatorSample()));
  it.each(layerSamples().map((sample) => [sample.name, sample] as const))("layer %s", (_, sample) => agrees(sample));
});

describe("an ONNX file", () => {
  it("has the spec's names, open rows, and the preprocessing in its metadata", async () => {
    const sample = await specSample("digits.regnet");
    const bytes = onnxModel(sample.ir, sample.weights, { version: 1, inputs: {}, targets: {}, weight: null });
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(sample.ir.model.inputs.map(({ name }) => name));
    expect(session.outputNames).toEqual(sample.ir.model.outputs.map(({ name }) => name));
    expect(Buffer.from(bytes).includes("regnet.preprocessing")).toBe(true);
    await session.release();
    await agrees(await specSample("digits.regnet", 1));
  });

  it("is refused with the operation and the layer where ONNX cannot say it", async () => {
    const { ir, weights } = await specSample("digits.regnet");
    const drawing = {
      ...ir,
      model: {
        ...ir.model,
        nodes: ir.model.nodes.map((node) =>
          node.layer.startsWith("dropout") ? { ...node, call: { training: true } } : node,
        ),
      },
    };
    expect(() => onnxModel(drawing, weights, null)).toThrow(
      /ONNX has no operation for TensorFlow's \w+, which the layer dropout\w* \(dropout\) needs/,
    );
  });

  it("is refused where an input's length is open", async () => {
    const { ir, weights } = await specSample("digits.regnet");
    const open = {
      ...ir,
      model: { ...ir.model, inputs: ir.model.inputs.map((input) => ({ ...input, shape: [null] })) },
    };
    expect(() => onnxModel(open, weights, null)).toThrow(/has the shape \[_\]/);
  });
});
