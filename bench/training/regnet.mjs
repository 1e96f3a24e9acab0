// A contender: regnet's engine as `regnet train` uses it, each epoch in a new order. node regnet.mjs <workload>
import { readFileSync } from "node:fs";
import { compile } from "../../dist/index.js";
import { chooseEngine } from "../../dist/runtime.js";
import { rowsOf, serve, workloadNamed } from "./workload.mjs";

const workload = workloadNamed(process.argv[2]);
const { ir, diagnostics } = compile(readFileSync(new URL(`specs/${workload.name}.regnet`, import.meta.url), "utf8"));
if (!ir) throw new Error(diagnostics.map((d) => d.message).join("\n"));
const { rows, batch, classes, input } = workload;
const train = (() => {
  const { x, y } = rowsOf(workload, (bytes) => new SharedArrayBuffer(bytes)); // as regnet loads them
  return {
    rows,
    inputs: { [ir.model.inputs[0].name]: { data: x, shape: [rows, ...input] } },
    targets: { [ir.model.outputs[0].name]: { data: y, shape: [rows, classes] } },
    weights: null,
  };
})();
const { optimizer, loss, loss_weights: lossWeights, metrics } = ir.training.stages[0];
const threads = process.env.REGNET_BENCH_THREADS ? { threads: Number(process.env.REGNET_BENCH_THREADS) } : {};
const { maker } = await chooseEngine("graph", ir, { train }, threads);
// Compiling is weighed against a training of 100 epochs; like everybody's, it is over before the first epoch that
// counts.
const engine = await maker({
  objective: { optimizer, loss, lossWeights, metrics },
  train,
  validation: null,
  batchSize: batch,
  epochs: 100,
  weights: {},
});

function shuffled() {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

await serve(async (epochs) => {
  for (let i = 0; i < epochs; i++) {
    const { notFiniteAt } = await engine.epoch({ order: shuffled(), batchSize: batch, rows: null, learningRate: null });
    if (notFiniteAt !== null) throw new Error("the loss is not finite");
  }
});
