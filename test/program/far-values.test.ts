import * as tf from "@tensorflow/tfjs";
import { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { wordNamed } from "../../src/catalog/lookup.js";
import type { Args } from "../../src/ir/value.js";
import { gradients } from "../../src/program/gradient.js";
import { Graph, output } from "../../src/program/graph.js";
import type { Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import { onnxModel } from "../../src/runtime/export/onnx/onnx-model.js";
import { GraphSession } from "../../src/runtime/graph/session.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { withDefaults } from "../catalog/values/engine.js";
import goldens from "../goldens/catalog/far-values.json" with { type: "json" };
import { irOf } from "../support/golden.js";
import { needsNative } from "../support/needs.js";
import { placeholder } from "./support/cases.js";

interface Golden {
  readonly name: string;
  readonly args: Args;
  readonly y: readonly number[];
  readonly gradient: readonly number[];
}
const x = Float32Array.from(goldens.x);
const cases = goldens.activations as unknown as readonly Golden[];

/**
 * What Keras's own numbers are off by, absolute, where JAX takes a difference of numbers near 1: their last digits. One
 * value serves for x up to 10; farther out such differences are exact.
 */
const rounded: Readonly<Record<string, { readonly y?: number; readonly gradient?: number }>> = {
  sigmoid: { gradient: 7e-8 }, // y · (1 - y)
  tanh: { gradient: 5e-7 }, // 1 - y², and TensorFlow's tanh is a polynomial
  tanh_shrink: { y: 3e-8, gradient: 5e-7 }, // x - tanh(x)
  elu: { gradient: 7e-8 }, // expm1(x) + 1
  selu: { gradient: 2e-7 },
  celu: { gradient: 7e-8 },
  gelu: { y: 1e-6, gradient: 2e-6 }, // 1 + erf, as on TensorFlow; JAX takes erfc. 1 + tanh in the approximation.
  squareplus: { y: 4e-6, gradient: 2e-7 }, // x + √(x² + b), x below 0
};

/** What onnxruntime's own kernels are off by: its logistic function is a fraction of polynomials. */
const inOnnxruntime: Readonly<Record<string, number>> = { sigmoid: 7e-8, silu: 7e-7 };

/** Where float32 has no more normal numbers JAX takes 0; times x. */
const VANISHED = 3e-36;

function expectKeras(what: "y" | "gradient", c: Golden, found: ArrayLike<number>, least = VANISHED): void {
  const slack = rounded[c.name]?.[what] ?? least;
  const off = c[what].flatMap((wanted, i) =>
    Math.abs(found[i]! - wanted) <= Math.max(1e-5 * Math.abs(wanted), slack)
      ? []
      : [`${what} at ${x[i]}: ${found[i]}, Keras ${wanted}`],
  );
  expect(off).toEqual([]);
}

const applied = (ops: Ops, { name, args }: Golden, value: Tensor): Tensor => {
  const word = wordNamed("activation", name);
  return word.apply(ops, withDefaults(word, args), value);
};

describe("activations from -100 to 100 are Keras's", () => {
  beforeAll(async () => void (await tf.setBackend("cpu")));
  const titled = cases.map((c) => [`${c.name} ${JSON.stringify(c.args)}`, c] as const);

  it.each(titled)("on the layers engine: %s", (_, c) => {
    const f = (value: tf.Tensor) => applied(tfjsOps(tf, { step: () => 1 }), c, value) as tf.Tensor;
    expectKeras("y", c, f(tf.tensor1d(x)).dataSync());
    expectKeras(
      "gradient",
      c,
      tf
        .grad((v: tf.Tensor) => tf.sum(f(v)))(tf.tensor1d(x))
        .dataSync(),
    );
  });

  it.each(titled)("on the graph engine: %s", async (_, c) => {
    const { binding } = await needsNative();
    // Forward alone, too: TensorFlow then puts whole patterns into one kernel.
    for (const trained of [true, false]) {
      const g = new Graph();
      const step = placeholder(g, "int32", []);
      const input = placeholder(g, "float32", [x.length]);
      const ops = recordOps(g, { step });
      const result = applied(ops, c, input) as Value;
      const y = output(g.add("Identity", [result], { T: { type: "float32" } }, result.node.outputs));
      const [gradient] = trained ? gradients(g, ops.sum(y) as Value, [input]) : [];
      const outputs = { y, ...(gradient ? { gradient } : {}) };
      const session = GraphSession.open(binding, {
        functions: [],
        signatures: { run: { inputs: { step, input }, outputs } },
      });
      const found = session.run("run", {
        step: { data: Int32Array.of(1), shape: [] },
        input: { data: x, shape: [x.length] },
      });
      session.close();
      expectKeras("y", c, found["y"]!.data as Float32Array);
      if (gradient) expectKeras("gradient", c, found["gradient"]!.data as Float32Array);
    }
  });

  it.each(titled)("in ONNX: %s", async (_, c) => {
    const args = Object.entries(c.args).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const call = args.length > 0 ? `${c.name}(${args.join(", ")})` : c.name;
    const ir = irOf({ name: c.name, spec: `model m { input [1]; activation ${call} }` });
    const session = await InferenceSession.create(onnxModel(ir, {}, null), { logSeverityLevel: 3 });
    const [input] = session.inputNames;
    const found = await session.run({ [input!]: new OnnxTensor("float32", x, [x.length, 1]) });
    await session.release();
    expectKeras("y", c, found[session.outputNames[0]!]!.data as Float32Array, inOnnxruntime[c.name]);
  });
});
