import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { buildModel } from "../../../src/runtime/engine/build-model.js";
import { predictRows } from "../../../src/runtime/engine/layers-engine.js";
import { setWeights } from "../../../src/runtime/engine/model-weights.js";
import { readKerasWeights } from "../../../src/runtime/keras/read-keras-weights.js";
import { irOf } from "../../support/golden.js";
import { call, chain } from "../tiny-ir.js";
import { temporaryFolder } from "../../support/temporary.js";

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

/** The model of `nested` in oracle/keras_file.py. */
const nested = irOf({
  name: "nested",
  spec: `
model encoder { dense 4 tanh; batch_normalization }
model norm { layer_normalization }
model wide {
  input [4] as given
  encoder from given
  dense 4 relu
  dense 4 as dense_1
  add from dense_1, given
}
model m {
  input [4] as left
  input [4] as right
  encoder from left
  wide
  norm as far
  encoder from right as near
  concatenate from far, near
  dense 2 softmax
}`,
});

it.each(["nested.keras", "nested.weights.h5", "nested-other-names.keras"])(
  "models inside a model are taken apart: %s",
  async (file) => {
    const { left, right, y } = JSON.parse(
      readFileSync(fixture(file.replace(/\.(keras|weights\.h5)$/, ".json")), "utf8"),
    ) as Readonly<Record<"left" | "right" | "y", number[][]>>;
    const built = buildModel(nested);
    setWeights(built, await readKerasWeights(fixture(file), nested.model));
    const array = (rows: number[][]) => ({ data: Float32Array.from(rows.flat()), shape: [5, 4] });
    const inputs = { left: array(left), right: array(right) };
    const predicted = await predictRows(built, ["dense"], { rows: 5, inputs }, 32);
    y.flat().forEach((value, i) => expect(predicted["dense"]!.data[i]).toBeCloseTo(value, 5));
    built.dispose();
  },
);

it("a file of weights alone says no order of its models: other names than the spec's are refused", async () => {
  await expect(readKerasWeights(fixture("nested-other-names.weights.h5"), nested.model)).rejects.toThrow(
    /the names of its layers \(.*inner_1\/e1.*\) are not those of the spec, and it does not say in which order/,
  );
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
  const folder = temporaryFolder("keras");
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
  expect(await says(broken)).toMatch(/its weights cannot be read/);
  await expect(readKerasWeights(join(folder, "none.keras"), model().model)).rejects.toThrow(/there is no such file/);
});
