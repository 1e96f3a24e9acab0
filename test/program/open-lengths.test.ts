import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import type { ModelIr } from "../../src/ir/ir.js";
import { declareLengths } from "../../src/program/emit.js";
import { gradients } from "../../src/program/gradient.js";
import { Graph, output } from "../../src/program/graph.js";
import type { Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import { runModel } from "../../src/runtime/graph/build/run-model.js";
import { GraphSession } from "../../src/runtime/graph/session.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { needsNative } from "../support/needs.js";
import { close, distinct, placeholder, type Input } from "./support/cases.js";

/** Models whose steps are open: one recorded program is run at several lengths and held against TensorFlow.js. */
const specs = {
  lstm: "input [none, 3] as x; lstm 4",
  "lstm backwards": "input [none, 3] as x; lstm 4 return_sequences go_backwards",
  "gru after gru": "input [none, 3] as x; gru 4 return_sequences; gru 3 reset_after=false",
  "masked simple_rnn": "input [none, 3] as x; masking 0.5; simple_rnn 4 return_sequences",
  "windows of strides":
    "input [none, 3] as x; conv1d 4 3 same strides=2; max_pooling1d 2 same; average_pooling1d 2 same",
  "dilation, more and fewer steps":
    "input [none, 3] as x; conv1d 4 2 padding=causal dilation_rate=2; up_sampling1d 2; cropping1d [1, 0]; " +
    "zero_padding1d 2",
  "transposed and separable": "input [none, 3] as x; separable_conv1d 4 3 same; conv1d_transpose 2 3 same strides=2",
  "attention by products":
    "input [none, 3] as x; dense 4 as q; dense 4 from x as k; dot -1 from q, k; softmax as p; dot [2, 1] from p, x",
  "joined steps": "input [none, 3] as x; dense 3 tanh as y; concatenate 1 from x, y; global_max_pooling1d",
  "other arrangements": "input [none, 6] as x; reshape [none, 3]; permute [2, 1]; permute [2, 1]; layer_normalization",
  "steps of steps":
    "input [none, 6] as x; reshape [none, 2, 3]; time_distributed lstm(4, return_sequences=true); " +
    "reshape [none, 2, 2, 2]; time_distributed layer_normalization()",
  normalized: "input [none, 3] as x; batch_normalization; dense 2",
} as const;

const LENGTHS = [3, 4, 40];
const loss = (ops: Ops, y: Tensor): Tensor => ops.sum(ops.mul(y, ops.sin(y)));

beforeAll(async () => void (await tf.setBackend("cpu")));

const weightsOf = (model: ModelIr): readonly (readonly [string, Input])[] =>
  model.layers.flatMap((l) => l.weights.map((w) => [`${l.name}/${w.name}`, distinct(w.shape, -0.52, 0.07)] as const));

function recorded(model: ModelIr, rows: number | null) {
  const g = new Graph();
  const width = model.inputs[0]!.shape[1]!;
  const x = placeholder(g, "float32", [rows, "x.1", width]);
  declareLengths(g, x);
  const weights = weightsOf(model).map(([name, { shape }]) => [name, placeholder(g, "float32", shape)] as const);
  const ops = recordOps(g, {});
  const { value } = runModel(ops, model, {
    inputs: { x },
    weights: Object.fromEntries(weights),
    training: true,
    seed: 0,
  }).outputs[model.outputs[0]!.name]!;
  const slopes = gradients(g, loss(ops, value) as Value, [x, ...weights.map(([, w]) => w)]);
  const fetched = (v: Value): Value =>
    output(g.add("Identity", [v], { T: { type: v.dtype } }, [{ name: "output", type: v.dtype, shape: v.shape }]));
  return {
    inputs: { x, ...Object.fromEntries(weights) },
    outputs: Object.fromEntries([value as Value, ...slopes].map((v, i) => [`y${i}`, fetched(v)])),
    shape: value.shape,
  };
}

/** What TensorFlow.js computes: the result, and gradients by the input and the weights. */
function wanted(model: ModelIr, x: Input): readonly (readonly number[])[] {
  const ops = tfjsOps(tf, { step: () => 0 });
  const weights = weightsOf(model);
  const run = (values: readonly tf.Tensor[]): Tensor => {
    const named = Object.fromEntries(weights.map(([name], i) => [name, values[i + 1] as unknown as Tensor]));
    return runModel(ops, model, {
      inputs: { x: values[0] as unknown as Tensor },
      weights: named,
      training: true,
      seed: 0,
    }).outputs[model.outputs[0]!.name]!.value;
  };
  const given = [x, ...weights.map(([, w]) => w)].map(({ data, shape }) => tf.tensor(data, [...shape], "float32"));
  const slopes = tf.grads((...values: tf.Tensor[]) =>
    values.reduce((sum, v) => tf.add(sum, tf.mul(0, tf.sum(v))), loss(ops, run(values)) as unknown as tf.Tensor),
  )(given);
  return [run(given) as unknown as tf.Tensor, ...slopes].map((t) => Array.from(t.dataSync()));
}

describe.each(Object.entries(specs))("open steps: %s", (_, text) => {
  const { ir, diagnostics } = compile(`model m { ${text} }`);

  it("checks", () => expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]));

  it.each([2, null])("one program for all lengths, rows %s", async (rows) => {
    const { inputs, outputs } = recorded(ir!.model, rows);
    const { binding } = await needsNative();
    const session = GraphSession.open(binding, { functions: [], signatures: { run: { inputs, outputs } } });
    try {
      for (const length of LENGTHS) {
        const x = distinct([2, length, ir!.model.inputs[0]!.shape[1]!], -0.9, 0.05);
        const found = session.run("run", { x, ...Object.fromEntries(weightsOf(ir!.model)) });
        wanted(ir!.model, x).forEach((w, i) =>
          close(Array.from(found[`y${i}`]!.data as Float32Array), w, 1e-4, `length ${length}, output ${i},`),
        );
      }
    } finally {
      session.close();
    }
  });
});
