import { readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { buildModel } from "../../../src/runtime/engine/build-model.js";
import { predictRows } from "../../../src/runtime/engine/layers-engine.js";
import { setWeights } from "../../../src/runtime/engine/model-weights.js";
import { readKerasWeights } from "../../../src/runtime/keras/read-keras-weights.js";
import { call, chain } from "../tiny-ir.js";

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/keras/${name}`, import.meta.url));
const golden = JSON.parse(readFileSync(fixture("dense.json"), "utf8")) as { x: number[][]; y: number[][] };
beforeAll(async () => void (await tf.setBackend("cpu")));

const model = (units = 6, normalized = true) =>
  chain(4, [
    { word: "dense", name: "h", args: { units, activation: call("activation", "relu") } },
    ...(normalized ? [{ word: "batch_normalization" }] : []),
    { word: "dropout", args: { rate: 0.2 } },
    { word: "dense", name: "out", args: { units: 3, activation: call("activation", "softmax") } },
  ]);

it("a model with the weights of a .keras file predicts as Keras does", async () => {
  const ir = model();
  const built = buildModel(ir);
  setWeights(built, await readKerasWeights(fixture("dense.keras"), ir.model));
  const x = { data: Float32Array.from(golden.x.flat()), shape: [5, 4] };
  const { out } = await predictRows(built, ["out"], { rows: 5, inputs: { x } }, 32);
  golden.y.flat().forEach((value, i) => expect(out!.data[i]).toBeCloseTo(value, 5));
  built.dispose();
});

it("differences are named", async () => {
  const says = (units: number, normalized: boolean) =>
    readKerasWeights(fixture("dense.keras"), model(units, normalized).model);
  await expect(says(7, true)).rejects.toThrow(/weight 1 of its first has shape \[4, 6\], and kernel of h has \[4, 7\]/);
  await expect(says(6, false)).rejects.toThrow(
    /it has 3 layers with weights \(first, batch_normalization, last\), and \w+ has 2 \(h, out\)/,
  );
});

it("damaged files are refused in plain words", async () => {
  const folder = mkdtempSync(join(tmpdir(), "regnet-keras-"));
  const bytes = readFileSync(fixture("dense.keras"));
  const says = (content: Buffer): Promise<string> => {
    writeFileSync(join(folder, "m.keras"), content);
    return readKerasWeights(join(folder, "m.keras"), model().model).then(
      () => "fine",
      (e: Error) => e.message,
    );
  };
  expect(await says(bytes)).toBe("fine");
  expect(await says(Buffer.from("no zip"))).toMatch(/it is no zip archive, or was cut off/);
  expect(await says(bytes.subarray(0, bytes.length >> 1))).toMatch(/it is no zip archive, or was cut off/);
  const broken = Buffer.from(bytes);
  broken.fill(7, broken.indexOf("HDF"), broken.indexOf("HDF") + 64);
  expect(await says(broken)).toMatch(/its model\.weights\.h5 cannot be read/);
  await expect(readKerasWeights(join(folder, "none.keras"), model().model)).rejects.toThrow(/there is no such file/);
});
