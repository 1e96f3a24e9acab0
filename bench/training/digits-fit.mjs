// The program that one writes with tfjs-node for digits.regnet: from the CSV file to a stored model. node
// digits-fit.mjs <csv> <out folder>
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBackend } from "../../dist/runtime.js";

const { tf } = await openBackend({ backend: "native" });
const table = readFileSync(process.argv[2], "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(",").map(Number));
tf.util.shuffle(table);
const cut = table.length - Math.round(table.length * 0.2);
const columns = table[0].slice(0, -1).map((_, c) => table.slice(0, cut).map((row) => row[c]));
const bounds = columns.map((values) => [Math.min(...values), Math.max(...values)]);
const tensors = (rows) => [
  tf.tensor2d(rows.map((row) => bounds.map(([low, high], c) => (row[c] - low) / (high > low ? high - low : 1)))),
  tf.tensor1d(rows.map((row) => row.at(-1))),
];
const { layers: L, regularizers: R } = tf;
const both = { l1: 1e-5, l2: 1e-4 };
const model = tf.sequential({
  layers: [
    L.dense({ units: 256, activation: "relu", inputShape: [64], kernelRegularizer: R.l2({ l2: 1e-4 }) }),
    L.dropout({ rate: 0.3 }),
    L.dense({ units: 128, activation: "relu", kernelRegularizer: R.l1l2(both), biasRegularizer: R.l2({ l2: 1e-4 }) }),
    L.dropout({ rate: 0.2 }),
    L.dense({ units: 10, activation: "softmax" }),
  ],
});
model.compile({ optimizer: tf.train.adam(1e-3), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
const [x, y] = tensors(table.slice(0, cut));
await model.fit(x, y, { batchSize: 32, epochs: 30, validationData: tensors(table.slice(cut)), verbose: 0 });
await model.save(
  tf.io.withSaveHandler(async ({ weightData, ...rest }) => {
    mkdirSync(process.argv[3], { recursive: true });
    writeFileSync(join(process.argv[3], "model.json"), JSON.stringify(rest));
    writeFileSync(join(process.argv[3], "weights.bin"), Buffer.from(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
  }),
);
