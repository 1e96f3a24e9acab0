import * as tf from "@tensorflow/tfjs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../src/index.js";
import { onnxModel } from "../../../src/runtime/export/onnx/onnx-model.js";
import {
  distance,
  irSample,
  layerSamples,
  longSample,
  predictions,
  root,
  specSample,
  translatorSample,
  type Sample,
} from "./reference.js";
import { openLayerSpecs } from "../../support/word-specs.js";
import { openSample, openSpecs } from "./open-samples.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

async function agrees(...samples: readonly [Sample, ...Sample[]]): Promise<void> {
  const [{ ir, weights }] = samples;
  const session = await InferenceSession.create(onnxModel(ir, weights, null), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  });
  try {
    for (const sample of samples) await agreesWith(session, sample);
  } finally {
    await session.release();
  }
}

async function agreesWith(session: InferenceSession, sample: Sample): Promise<void> {
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
}

describe("onnxruntime computes what regnet predicts", () => {
  it.each(readdirSync(join(root, "specs")).filter((file) => file.endsWith(".regnet")))("%s", async (file) =>
    agrees(await specSample(file)),
  );
  it("long sequences", () => agrees(longSample()));
  it("a translator", () => agrees(translatorSample()));
  it.each(Object.keys(openSpecs) as (keyof typeof openSpecs)[])("one file for any number of steps: %s", (name) =>
    agrees(openSample(name, 4), openSample(name, 7), openSample(name, 40)),
  );
  it.each(openLayerSpecs.flatMap(({ example, text }) => (text === null ? [] : [[example, text] as const])))(
    "over open lengths: %s",
    async (example, text) => {
      const { ir } = compile(text);
      const sample = (length: number): Sample => irSample(example, ir!, 2, () => length);
      await agrees(sample(12), sample(15));
    },
  );
  it("a single step", async () => {
    await agrees(openSample("stacked gru", 1));
    await agrees(openSample("bidirectional lstm", 1));
  });
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

  it("has a loop over steps that are open or many, and names what is open", async () => {
    const { ir, weights } = openSample("attention between inputs of two lengths", 4);
    const bytes = Buffer.from(onnxModel(ir, weights, null));
    for (const text of ["Scan", "batch", "x.1", "y.1"]) expect(bytes.includes(text), text).toBe(true);
    const sizes = [40, 400].map((steps) => {
      const { ir, weights } = longSample(2, steps);
      return onnxModel(ir, weights, null).length;
    });
    expect(sizes[1]! - sizes[0]!).toBeLessThan(20);
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
});
