// A contender: the same model written in tf.layers, trained by tfjs-node's model.fit. node tfjs-fit.mjs <workload>
import { openBackend } from "../../dist/runtime.js";
import { rowsOf, serve, workloadNamed } from "./workload.mjs";

const workload = workloadNamed(process.argv[2]);
const { tf } = await openBackend({ backend: "native" });
const { layers: L, regularizers: R } = tf;

const sequential = (...layers) => tf.sequential({ layers: [L.inputLayer({ inputShape: workload.input }), ...layers] });
const last = () => L.dense({ units: workload.classes, activation: "softmax" });
const relu = (units, more = {}) => L.dense({ units, activation: "relu", ...more });
const conv = (filters) =>
  L.conv2d({
    filters,
    kernelSize: 3,
    activation: "relu",
    ...(filters === 32 ? { kernelRegularizer: R.l2({ l2: 1e-4 }) } : {}),
  });

const models = {
  "small-mlp": () => sequential(relu(128, { kernelRegularizer: R.l2({ l2: 0.01 }) }), L.dropout({ rate: 0.5 }), last()),
  "mlp-512": () => sequential(relu(512), last()),
  "mlp-2048": () => sequential(relu(2048), last()),
  cnn: () =>
    sequential(
      conv(32),
      L.maxPooling2d({ poolSize: 2 }),
      conv(64),
      L.maxPooling2d({ poolSize: 2 }),
      L.flatten(),
      L.dropout({ rate: 0.5 }),
      last(),
    ),
  lstm: () => sequential(L.lstm({ units: 64, recurrentActivation: "sigmoid" }), last()),
  embedding: () =>
    tf.sequential({
      layers: [
        L.embedding({ inputDim: workload.words, outputDim: 32, inputLength: 100 }),
        L.globalAveragePooling1d({}),
        relu(32),
        L.dropout({ rate: 0.5 }),
        last(),
      ],
    }),
  "wide-l1": () => sequential(relu(64, { kernelRegularizer: R.l1({ l1: 1e-5 }) }), last()),
  resnet20,
};

function resnet20() {
  const convolved = (x, filters, strides = 1, kernelSize = 3) =>
    L.conv2d({
      filters,
      kernelSize,
      strides,
      padding: "same",
      kernelInitializer: "heNormal",
      kernelRegularizer: R.l2({ l2: 1e-4 }),
    }).apply(x);
  const normal = (x) => L.batchNormalization({ epsilon: 1e-3 }).apply(x);
  const rectified = (x) => L.activation({ activation: "relu" }).apply(x);
  const input = tf.input({ shape: workload.input });
  let x = rectified(normal(convolved(input, 16)));
  for (const filters of [16, 32, 64]) {
    for (let i = 0; i < 3; i++) {
      const strides = filters > 16 && i === 0 ? 2 : 1;
      const y = normal(convolved(rectified(normal(convolved(x, filters, strides))), filters));
      x = rectified(L.add().apply([y, strides === 2 ? convolved(x, filters, 2, 1) : x]));
    }
  }
  return tf.model({ inputs: input, outputs: last().apply(L.globalAveragePooling2d({}).apply(x)) });
}

const model = models[workload.name]();
model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-7), loss: "categoricalCrossentropy" });
const { rows, batch, classes, input } = workload;
const [x, y] = (() => {
  const data = rowsOf(workload);
  return [tf.tensor(data.x, [rows, ...input]), tf.tensor2d(data.y, [rows, classes])];
})();
await serve((epochs) => model.fit(x, y, { epochs, batchSize: batch, verbose: 0, shuffle: true }));
