import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { shapeOfInput } from "../../src/catalog/model-shapes.js";
import { compile } from "../../src/index.js";
import { declareLengths } from "../../src/program/emit.js";
import { Graph } from "../../src/program/graph.js";
import { recordOps } from "../../src/program/record-ops.js";
import { tfjsOps } from "../../src/runtime/engine/tfjs-ops.js";
import { NotRecorded, runModel } from "../../src/runtime/graph/build/run-model.js";
import type { Tensor } from "../../src/tensor/ops.js";
import { placeholder } from "../program/support/cases.js";

const modelOf = (layers: string, shape: string) => {
  const { ir, diagnostics } = compile(`model m { input ${shape} as x; ${layers} }`);
  if (ir === null) throw new Error(diagnostics.map((d) => d.message).join("; "));
  return ir.model;
};

/** Operations of one training pass over rows of this shape. */
function operations(layers: string, shape: string): number {
  const model = modelOf(layers, `[${shape}]`);
  const g = new Graph();
  const x = placeholder(g, "float32", shapeOfInput(model.inputs[0]!));
  declareLengths(g, x);
  const weights = model.layers.flatMap((l) =>
    l.weights.map((w) => [`${l.name}/${w.name}`, placeholder(g, "float32", w.shape)] as const),
  );
  const ops = recordOps(g, { step: placeholder(g, "int32", []) });
  runModel(ops, model, { inputs: { x }, weights: Object.fromEntries(weights), training: true, seed: 1 });
  return g.nodes.length;
}

describe("a layer at every step", () => {
  it.each([
    "dense(3, tanh)",
    "layer_normalization()",
    "dropout(0)",
    "lstm(2)",
    "batch_normalization() trainable=false",
  ])("%s: all steps at once where each row is treated by itself, in training too", (layer) => {
    const shape = layer.startsWith("lstm") ? "2, 4" : "4";
    const [few, many] = [3, 9].map((steps) => operations(`time_distributed ${layer}`, `${steps}, ${shape}`));
    expect(many!).toBe(few!);
  });

  it.each(["batch_normalization()", "dropout(0.5)", "dense(3, activity_regularizer=l2(0.1))", "softmax(axis=0)"])(
    "%s: step by step where rows meet, or it counts how often it is applied",
    (layer) => {
      const [few, many] = [3, 9].map((steps) => operations(`time_distributed ${layer}`, `${steps}, 4`));
      expect(many!).toBeGreaterThan(few!);
    },
  );

  it("steps of an open number go in a loop where rows meet, and are refused where it counts how many there are", () => {
    expect(operations("time_distributed softmax(axis=0)", "none, 4")).toBeGreaterThan(0);
    expect(() => operations("time_distributed batch_normalization()", "none, 4")).toThrow(NotRecorded);
    expect(() => operations("time_distributed dropout(0.5)", "none, 4")).toThrow(
      /time_distributed\) cannot be compiled .* dropout draws, keeps state or adds .* their number is open/,
    );
  });

  it("adds its penalties of activities for each step, outside of training too", async () => {
    await tf.setBackend("cpu");
    const model = modelOf("time_distributed activity_regularization(l2=0.5)", "[3, 2]");
    const x = tf.tensor([1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1], [2, 3, 2]);
    const ops = tfjsOps(tf, { step: () => 0 });
    const given = { inputs: { x: x as unknown as Tensor }, weights: {}, seed: 1 };
    for (const training of [true, false]) {
      const penalties = runModel(ops, model, { ...given, training }).activity as unknown as readonly tf.Tensor[];
      const sum = penalties.reduce((total, penalty) => total + penalty.dataSync()[0]!, 0);
      expect(sum).toBeCloseTo((0.5 * (91 + 6)) / 2, 5); // the squares of all steps, by the rows of the batch
    }
  });
});
