import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { load } from "../../../src/cli/workspace.js";
import { loadDataset } from "../../../src/runtime/data/index.js";
import type { NdArray, Rows } from "../../../src/runtime/data/dataset.js";
import { chooseEngine } from "../../../src/runtime/engine/choose-engine.js";
import { exportFormats } from "../../../src/runtime/export/export-model.js";
import { openRun, readWeights } from "../../../src/runtime/run/run-folder.js";
import { predictRun, trainRun } from "../../../src/runtime/run/use-run.js";
import { needsNativeBackend } from "../../support/needs.js";
import { distance, root } from "./reference.js";
import { temporaryFolder } from "../../support/temporary.js";

/** A recurrent layer over the lines of an image: more steps than are written out, so that the file has a loop. */
const recurrent = `
model lines {
  input [64]
  reshape [64, 1]
  gru 6 return_sequences
  lstm 5
  dense 10 softmax
}
data { source: "digits.csv", target: digit, normalize: minmax, test: split(0.05, seed=2) }
train { optimizer: adam(1e-2), loss: sparse_categorical_crossentropy, batch_size: 256, epochs: 1, seed: 3 }
`;

let folder: string;
beforeAll(() => {
  folder = temporaryFolder("tfjs-node");
  copyFileSync(join(root, "specs/data/digits.csv"), join(folder, "digits.csv"));
  writeFileSync(join(folder, "recurrent.regnet"), recurrent);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Trains for an epoch and exports the run; gives the rows it was not trained on, with what regnet predicts for them.
 */
async function exported(
  file: string,
  name: string,
  saved: string,
): Promise<{ rows: Rows; wanted: Readonly<Record<string, NdArray>> }> {
  const { text, folder: dataFolder, checked } = await load(file, { needsData: true });
  const ir = checked.ir!;
  const data = await loadDataset(ir.data!, ir.model, { baseDir: dataFolder });
  const { maker, tensorflow } = await chooseEngine("graph", ir, data);
  const run = join(folder, `${name}-run`);
  await trainRun(ir, data, {
    folder: run,
    spec: text,
    versions: { tensorflow: tensorflow! },
    dataFolder,
    backend: "native",
    engineName: "graph",
    engine: maker!,
    epochs: 1,
  });
  const trained = await openRun(run);
  await exportFormats["saved-model"].write(
    { ir: trained.ir, weights: await readWeights(trained), preprocessing: trained.preprocessing },
    saved,
    false,
  );
  return { rows: data.test!, wanted: await predictRun(trained, data.test!) };
}

it.each([
  ["dense", join(root, "specs/digits.regnet")],
  ["convolution", join(root, "specs/digits-cnn.regnet")],
  ["residual", join(root, "specs/residual.regnet")],
  ["recurrent", null],
  ["two inputs, two outputs", join(root, "specs/two-heads.regnet")],
])("tfjs-node loads an exported run and predicts the same: %s", async (name, file) => {
  const { tf, node } = await needsNativeBackend();
  const saved = join(folder, name);
  const { rows, wanted } = await exported(file ?? join(folder, "recurrent.regnet"), name, saved);
  const model = await node.loadSavedModel(saved);
  try {
    for (const n of [rows.rows, 1]) {
      const inputs = Object.fromEntries(
        Object.entries(rows.inputs).map(([input, { data, shape }]) => [
          input,
          tf.tensor(
            data.subarray(0, (data.length / rows.rows) * n),
            [n, ...shape.slice(1)],
            data instanceof Int32Array ? "int32" : "float32",
          ),
        ]),
      );
      const outputs = model.predict(inputs) as Readonly<Record<string, ReturnType<typeof tf.tensor>>>;
      expect(Object.keys(outputs).sort()).toEqual(Object.keys(wanted).sort());
      for (const [output, { data, shape }] of Object.entries(wanted)) {
        expect(outputs[output]!.shape).toEqual([n, ...shape.slice(1)]);
        expect(
          distance(data.slice(0, (data.length / rows.rows) * n), outputs[output]!.dataSync()),
          output,
        ).toBeLessThan(1e-5);
      }
      tf.dispose([inputs, outputs]);
    }
  } finally {
    model.dispose();
  }
});
