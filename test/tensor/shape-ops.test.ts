import { describe, expect, it } from "vitest";
import { wordNamed } from "../../src/catalog/lookup.js";
import { shapeOfInput } from "../../src/catalog/model-shapes.js";
import { optimizerScalars, optimizerSlots, optimizerStep } from "../../src/catalog/training/apply-gradients.js";
import type { StateSpec } from "../../src/catalog/word.js";
import { compile } from "../../src/index.js";
import type { Ir, ModelIr } from "../../src/ir/ir.js";
import { declareLengths } from "../../src/program/emit.js";
import { Graph } from "../../src/program/graph.js";
import { recordOps } from "../../src/program/record-ops.js";
import { objectiveOf } from "../../src/runtime/engine/objective-of.js";
import { batchNumbers } from "../../src/runtime/graph/build/batch-numbers.js";
import { runModel } from "../../src/runtime/graph/build/run-model.js";
import type { DType, Ops, Shape, Tensor } from "../../src/tensor/ops.js";
import { shapeOnly, shapeOps } from "../../src/tensor/shape-ops.js";
import { ShapeError } from "../../src/tensor/shapes/shape-error.js";
import { placeholder } from "../program/support/cases.js";
import { syntheticRows } from "../runtime/graph/synthetic.js";
import { openLayerSpecs, wordSpecs } from "../support/word-specs.js";
import { pair, pairedOps, type Pair } from "./support/paired-ops.js";

/** The recorder and the shapes side by side, and tensors for them. */
function side(told: (op: string) => void): { ops: Ops; tensor: (shape: Shape, dtype?: string) => Pair } {
  const g = new Graph();
  const rows = placeholder(g, "int32", []);
  const ops = pairedOps(recordOps(g, { step: placeholder(g, "int32", []), rows }), shapeOps, told);
  const tensor = (shape: Shape, dtype = "float32"): Pair => {
    const made = placeholder(g, dtype as DType, shape);
    declareLengths(g, made);
    return pair(made);
  };
  return { ops, tensor };
}

type Make = ReturnType<typeof side>["tensor"];

const weightsOf = (model: ModelIr, tensor: Make): Record<string, Tensor> =>
  Object.fromEntries(model.layers.flatMap((l) => l.weights.map((w) => [`${l.name}/${w.name}`, tensor(w.shape)])));
const states = (specs: readonly StateSpec[], tensor: Make): Record<string, Tensor> =>
  Object.fromEntries(specs.map((s) => [s.name, tensor(s.shape)]));

/** A model's forward pass, in training and out of it. */
function forward(ir: Ir, rows: number | null, told: (op: string) => void, modes = [true, false]): void {
  for (const training of modes) {
    const { ops, tensor } = side(told);
    const inputs = Object.fromEntries(
      ir.model.inputs.map((i) => [i.name, tensor([rows, ...shapeOfInput(i).slice(1)], i.dtype)]),
    );
    runModel(ops, ir.model, { inputs, weights: weightsOf(ir.model, tensor), training, seed: ir.seed });
  }
}

/** A step of training: loss with penalties, metrics, optimizer with constraints. */
function step(ir: Ir, rows: number | null, told: (op: string) => void): void {
  const { model } = ir;
  const objective = objectiveOf(ir.training!.stages[0]!);
  const { ops, tensor } = side(told);
  const data = syntheticRows({ ...ir, training: ir.training! }, 3);
  const given = (arrays: typeof data.inputs, types: (name: string) => string): Record<string, Tensor> =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, { shape }]) => [name, tensor([rows, ...shape.slice(1)], types(name))]),
    );
  const inputs = given(data.inputs, (name) => model.inputs.find((i) => i.name === name)!.dtype);
  const targets = given(data.targets, (name) => (data.targets[name]!.data instanceof Int32Array ? "int32" : "float32"));
  const weights = weightsOf(model, tensor);
  const run = runModel(ops, model, { inputs, weights, training: true, seed: ir.seed });
  batchNumbers(ops, { model, objective }, run, weights, { targets, weights: tensor([rows]) });
  for (const { name, shape } of model.outputs)
    for (const { call } of objective.metrics[name] ?? []) {
      const word = wordNamed("metric", call.word);
      for (const weight of [null, tensor([rows])]) {
        const context = { ops, args: call.args, target: targets[name]!, prediction: run.outputs[name]!.value, weight };
        const after = word.update(context, states(word.state(call.args, shape), tensor));
        word.result(ops, call.args, after);
      }
    }
  const trained = model.layers.flatMap((l) => l.weights.filter((w) => w.trainable).map((w) => [l.name, w] as const));
  const byName = <T>(f: (shape: readonly number[], name: string) => T): Record<string, T> =>
    Object.fromEntries(trained.map(([layer, w]) => [`${layer}/${w.name}`, f(w.shape, `${layer}/${w.name}`)]));
  optimizerStep({
    ops,
    optimizer: objective.optimizer,
    learningRate: tensor([]),
    step: tensor([]),
    weights: byName((_, name) => weights[name]!),
    gradients: byName((shape) => tensor(shape)),
    slots: byName((shape) => states(optimizerSlots(objective.optimizer, shape), tensor)),
    scalars: states(optimizerScalars(objective.optimizer), tensor),
    constraints: Object.fromEntries(trained.map(([layer, w]) => [`${layer}/${w.name}`, w.constraint])),
  });
}

const called = new Set<string>();
const told = (op: string): void => void called.add(op);

describe.each(wordSpecs)("every %s has the recorder's shapes and types", (_, specs) => {
  it.each([3, null])("for rows of %s", (rows) => {
    for (const [name, text] of specs) {
      const { ir } = compile(text);
      expect([name, ir !== null]).toEqual([name, true]);
      forward(ir!, rows, told);
      step(ir!, rows, told);
    }
  });
});

const counting: ReadonlySet<string> = new Set(["time_distributed batch_normalization()"]);

describe("every layer has the recorder's shapes and types", () => {
  it("over open lengths", () => {
    for (const { text, example } of openLayerSpecs)
      if (text !== null)
        for (const rows of [3, null])
          forward(compile(text).ir!, rows, told, counting.has(example) ? [false] : undefined);
  });

  it("but for what counts the steps in training, whose number is open", () => {
    for (const { text, example } of openLayerSpecs)
      if (counting.has(example))
        expect(() => forward(compile(text!).ir!, null, told, [true])).toThrow(/at each step, and their number is open/);
  });

  it("or does not take open lengths in any of its examples", () => {
    const taken = new Set(openLayerSpecs.flatMap(({ word, text }) => (text === null ? [] : [word])));
    expect([...new Set(openLayerSpecs.flatMap(({ word }) => (taken.has(word) ? [] : [word])))]).toEqual([
      "center_crop",
      "random_rotation",
      "random_translation",
      "random_zoom",
      "repeat_vector",
      "resizing",
    ]);
  });

  it("and no operation was left out", () => {
    const { ops, tensor } = side(told);
    const x = tensor([null, "a.1", 8]);
    for (const y of [ops.log1p(x), ops.round(x), ops.prod(x, [1]), ops.stack([x, x], -1)])
      expect(y.shape[0]).toBe(null);
    const all = Object.keys(shapeOps).filter((op) => !called.has(op));
    expect(all).toEqual([]);
  });
});

describe("what no engine can compute", () => {
  const x = shapeOnly([null, "a.1", 8]);
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    ["lengths of two inputs", () => shapeOps.add(x, shapeOnly([null, "b.1", 8])), "do not broadcast"],
    ["rows and steps", () => shapeOps.add(shapeOnly([null]), shapeOnly(["a.1"])), "rows and a.1"],
    ["an open and a known length", () => shapeOps.mul(x, shapeOnly([null, 4, 8])), "a.1 and 4"],
    ["a reshape to another size", () => shapeOps.reshape(x, [null, "a.1", 7]), "cannot be arranged"],
    ["a reshape that is not decided", () => shapeOps.reshape(x, [null, null, 8]), "more than one length"],
    ["matrices", () => shapeOps.matmul(x, shapeOnly([7, 3])), "do not multiply"],
    [
      "channels",
      () => shapeOps.conv(x, shapeOnly([3, 4, 2]), { strides: [1], padding: "same", dilations: [1] }),
      "8 channels",
    ],
    [
      "a window that is too large",
      () => shapeOps.maxPool(shapeOnly([1, 3, 2]), { size: [4], strides: [1], padding: "valid" }),
      "does not fit",
    ],
    ["an axis that is not there", () => shapeOps.sum(x, [3]), "no axis 3"],
    ["a slice beyond the end", () => shapeOps.slice(shapeOnly([4]), [2], [3]), "no 3 places from 2"],
    ["unequal parts", () => shapeOps.split(x, 3, -1), "3 equal parts"],
    ["a concatenation", () => shapeOps.concat([x, shapeOnly([null, "b.1", 8])], 2), "cannot be joined"],
    ["an axis of another length", () => shapeOps.squeeze(x, [1]), "not of length 1"],
    ["a choice by numbers", () => shapeOps.where(x, 1, 0), "truth values"],
    [
      "a loop over other steps",
      () => shapeOps.scan({ steps: "b.1", sequences: [x], start: [], step: () => ({ state: [], outputs: [] }) }),
      "a loop over b.1 steps",
    ],
    [
      "a state that changes",
      () =>
        shapeOps.scan({
          steps: null,
          sequences: [],
          start: [x],
          step: () => ({ state: [shapeOnly([1])], outputs: [] }),
        }),
      "a state that was",
    ],
  ];
  it.each(cases)("is told of %s", (_, f, sentence) => {
    expect(f).toThrow(ShapeError);
    expect(f).toThrow(sentence);
  });
});
