import * as tf from "@tensorflow/tfjs";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportFormats } from "../../../src/runtime/export/export-model.js";
import { inferenceGraph } from "../../../src/runtime/export/inference-graph.js";
import { mainRef } from "../../../src/runtime/graph/saved-model/graph.js";
import type { Ir } from "../../../src/ir/ir.js";
import { needsNative } from "../../support/needs.js";
import { distance, longSample, predictions, root, specSample, translatorSample, type Sample } from "./reference.js";
import { openSample, openSpecs } from "./open-samples.js";
import { temporaryFolder } from "../../support/temporary.js";

let folder: string;
beforeAll(async () => {
  await tf.setBackend("cpu");
  folder = temporaryFolder("export");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const preprocessing = { version: 1, inputs: {}, targets: {}, weight: null } as const;

const made: Readonly<Record<string, (rows: number) => Sample>> = {
  "long sequences": longSample,
  "a translator": translatorSample,
};

describe("an exported SavedModel", () => {
  it.each([...Object.keys(made), ...readdirSync(join(root, "specs")).filter((file) => file.endsWith(".regnet"))])(
    "%s: serving_default computes what regnet predicts, for any number of rows",
    async (file) => {
      const path = join(folder, file);
      const sampleOf = async (rows: number) => made[file]?.(rows) ?? specSample(file, rows);
      const { ir, weights } = await sampleOf(5);
      await exportFormats["saved-model"].write({ ir, weights, preprocessing }, path, false);
      expect(JSON.parse(readFileSync(join(path, "assets.extra/preprocessing.json"), "utf8"))).toEqual(preprocessing);
      const bytes = readFileSync(join(path, "saved_model.pb"));
      expect(bytes.includes("serving_default")).toBe(true);
      const program = inferenceGraph(ir, weights);
      for (const [name, value] of [...Object.entries(program.inputs), ...Object.entries(program.outputs)]) {
        expect(value.shape[0]).toBeNull();
        expect(bytes.includes(name)).toBe(true);
        expect(bytes.includes(mainRef(value))).toBe(true);
      }
      await agrees(path, ir, await sampleOf(5), await sampleOf(1));
    },
  );

  it.each(Object.keys(openSpecs) as (keyof typeof openSpecs)[])(
    "of open lengths takes any number of steps: %s",
    async (name) => {
      const path = join(folder, name);
      const samples = [openSample(name, 4), openSample(name, 7), openSample(name, 40)] as const;
      const { ir, weights } = samples[0];
      await exportFormats["saved-model"].write({ ir, weights, preprocessing: null }, path, false);
      await agrees(path, ir, ...samples);
    },
  );
});

/** The signature of an exported model computes what regnet predicts, for each of these. */
async function agrees(path: string, ir: Ir, ...samples: readonly Sample[]): Promise<void> {
  const { binding } = await needsNative();
  const program = inferenceGraph(ir, samples[0]!.weights);
  const session = binding.loadSavedModel(path, "serve");
  try {
    for (const sample of samples) {
      const given = Object.keys(program.inputs).map((name) => {
        const { data, shape } = sample.inputs[name]!;
        return binding.createTensor(shape, data instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT, data);
      });
      const refs = (values: typeof program.inputs): string => Object.values(values).map(mainRef).join(",");
      const found = binding.runSavedModel(session, given, refs(program.inputs), refs(program.outputs));
      const wanted = await predictions(sample);
      Object.keys(program.outputs).forEach((name, i) => {
        expect(found[i]!.shape).toEqual([...wanted[name]!.shape]);
        const data = binding.tensorDataSync(found[i]!.id) as Float32Array;
        expect(distance(wanted[name]!.data, data), name).toBeLessThan(1e-5);
        binding.deleteTensor(found[i]!.id);
      });
      for (const id of given) binding.deleteTensor(id);
    }
  } finally {
    binding.deleteSavedModel(session);
  }
}
