// Milliseconds of one training step on the graph engine: node bench/graph-step.mjs [threads|default] [seconds] [part of
// a case's name] A process for each case, because TensorFlow's threads are settled when its library is loaded. Needs
// `npm run build`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compile } from "../dist/index.js";
import { chooseEngine } from "../dist/runtime.js";

const threads = process.argv[2] === undefined || process.argv[2] === "default" ? undefined : Number(process.argv[2]);
const seconds = Number(process.argv[3] ?? 2);
const rows = 4096;

const mlp = (
  between,
  { units = 128, input = 64, batch = 32, regularizer = " regularizer=l2(0.01)", optimizer = "adam", metrics = "" } = {},
) => `
model m { input [${input}]; dense ${units} relu${regularizer}; ${between} dense 10 softmax }
train m { optimizer: ${optimizer}, loss: categorical_crossentropy, ${metrics} epochs: 1, batch_size: ${batch} }`;

const cases = {
  "64-128-10, 32, L2, dropout": [mlp("dropout 0.5;"), [64]],
  "without dropout": [mlp(""), [64]],
  "without L2": [mlp("dropout 0.5;", { regularizer: "" }), [64]],
  "with accuracy": [mlp("dropout 0.5;", { metrics: "metrics: [accuracy]," }), [64]],
  sgd: [mlp("dropout 0.5;", { optimizer: "sgd(0.01)" }), [64]],
  "rmsprop (recorded formula)": [mlp("dropout 0.5;", { optimizer: "rmsprop" }), [64]],
  "784-512-10, 128": [mlp("", { units: 512, input: 784, batch: 128, regularizer: "" }), [784]],
  "784-2048-10, 256": [mlp("", { units: 2048, input: 784, batch: 256, regularizer: "" }), [784]],
  "residual dense": [
    `model m { input [64]; dense 64 relu as a; dense 64 from a as b; add from a, b as c; relu; dense 10 softmax }
train m { optimizer: adam, loss: categorical_crossentropy, epochs: 1, batch_size: 32 }`,
    [64],
  ],
  "residual conv": [
    `model c { input [16, 16, 1]; conv2d 16 3 relu padding=same as a; conv2d 16 3 padding=same from a as b; add from a, b as c; relu; global_average_pooling2d; dense 10 softmax }
train c { optimizer: adam, loss: categorical_crossentropy, epochs: 1, batch_size: 128 }`,
    [16, 16, 1],
  ],
  "28x28 CNN 32-64, 128": [
    `model c { input [28, 28, 1]; conv2d 32 3 relu; max_pooling2d 2; conv2d 64 3 relu; max_pooling2d 2; flatten; dropout 0.5; dense 10 softmax }
train c { optimizer: adam, loss: categorical_crossentropy, epochs: 1, batch_size: 128 }`,
    [28, 28, 1],
  ],
  "lstm 64 over 28 steps, 64": [
    `model r { input [28, 28]; lstm 64; dense 10 softmax }
train r { optimizer: adam, loss: categorical_crossentropy, epochs: 1, batch_size: 64 }`,
    [28, 28],
  ],
  "lstm 64 over 200 steps (a loop), 64": [
    `model r { input [200, 28]; lstm 64; dense 10 softmax }
train r { optimizer: adam, loss: categorical_crossentropy, epochs: 1, batch_size: 64 }`,
    [200, 28],
  ],
};

const only = process.argv[4];
for (const [name, [spec, shape]] of Object.entries(cases)) {
  if (only !== name) {
    if (!only || name.includes(only))
      spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), process.argv[2] ?? "default", String(seconds), name],
        { stdio: "inherit" },
      );
    continue;
  }
  const { ir, diagnostics } = compile(spec);
  if (!ir) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  const width = shape.reduce((n, d) => n * d, 1);
  const x = Float32Array.from({ length: rows * width }, (_, i) => Math.sin(i * 12.9898) * 0.5);
  const y = Float32Array.from({ length: rows * 10 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 1 : 0));
  const train = {
    rows,
    inputs: { [ir.model.inputs[0].name]: { data: x, shape: [rows, ...shape] } },
    targets: { [ir.model.outputs[0].name]: { data: y, shape: [rows, 10] } },
    weights: null,
  };
  const chosen = await chooseEngine("graph", ir, { train }, threads === undefined ? {} : { threads });
  const { optimizer, loss, loss_weights: lossWeights, metrics, batch_size: batchSize } = ir.training.stages[0];
  const began = performance.now();
  const engine = await chosen.maker({
    objective: { optimizer, loss, lossWeights, metrics },
    train,
    validation: null,
    batchSize,
    epochs: 1,
    weights: {},
  });
  const opened = performance.now() - began;
  const order = Int32Array.from({ length: rows }, (_, i) => (i * 1597) % rows);
  const plan = { order, batchSize, rows: null, learningRate: null };
  const first = performance.now();
  await engine.epoch(plan);
  const warm = performance.now() - first;
  const times = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until || times.length < 3) {
    const start = performance.now();
    await engine.epoch(plan);
    times.push((performance.now() - start) / Math.ceil(rows / batchSize));
  }
  times.sort((a, b) => a - b);
  console.log(
    `${name}: ${times[times.length >> 1].toFixed(4)} ms/step (${times[0].toFixed(4)}–${times.at(-1).toFixed(4)}, ` +
      `${times.length} epochs), open ${opened.toFixed(0)} ms, first epoch ${warm.toFixed(0)} ms`,
  );
  await engine.dispose();
}
