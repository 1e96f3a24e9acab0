import { beforeAll, expect, test } from "vitest";
import type { Args } from "../../../src/ir/value.js";
import { Graph } from "../../../src/program/graph.js";
import { recordOps } from "../../../src/program/record-ops.js";
import type { Ops, Tensor } from "../../../src/tensor/ops.js";
import { Checker, floats, placeholder } from "../../program/support/cases.js";
import { withDefaults, type Numbers } from "../values/engine.js";
import { layer } from "./run-layer.js";
import { resultOf, shapeOf } from "../../support/layer-under-test.js";
import { goldens } from "./recurrence-golden.js";

interface Applied {
  readonly word: string;
  readonly args: Args;
  readonly x: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
}

/** One case of each kind of drawing, and of each layer that has to write its batch size out. */
const drawing: readonly Applied[] = [
  ...goldens.dropouts,
  ...goldens.transforms.slice(0, 8).map((c) => ({ ...c, weights: {} })),
];
const all: readonly Applied[] = [...goldens.layers, ...drawing];
const title = (c: Applied, i: number) => `${i} ${c.word} ${JSON.stringify(c.args)}`;

const apply = (
  ops: Ops,
  c: Applied,
  x: Tensor,
  weights: Readonly<Record<string, Tensor>>,
  mask: Tensor | null = null,
): Tensor =>
  resultOf(layer(c.word), {
    ops,
    args: withDefaults(layer(c.word), c.args),
    inputs: [x],
    masks: [mask],
    weights,
    training: true,
    seed: 31,
  });

const checker = new Checker();
beforeAll(() => checker.open());

test.each(drawing.map((c, i) => [title(c, i), c] as const))("%s draws the same on every engine", async (_title, c) => {
  const names = Object.keys(c.weights);
  await checker.check({
    name: c.word,
    inputs: [c.x, ...names.map((name) => c.weights[name]!)].map(({ shape, data }) => floats(shape, data)),
    f: (ops, x, ...weights) => apply(ops, c, x, Object.fromEntries(names.map((name, i) => [name, weights[i]!]))),
    kinked: true,
    tolerance: 1e-4,
  });
});

test.each(all.map((c, i) => [title(c, i), c] as const))(
  "%s can be recorded for a batch of unknown size",
  (_title, c) => {
    const g = new Graph();
    const ops = recordOps(g, { step: placeholder(g, "int32", []), rows: placeholder(g, "int32", []) });
    const batch = [null, ...c.x.shape.slice(1)];
    const weights = Object.fromEntries(
      Object.entries(c.weights).map(([name, w]) => [name, placeholder(g, "float32", w.shape)]),
    );
    const mask = layer(c.word).traits?.includes("recurrent") ? placeholder(g, "bool", batch.slice(0, 2)) : null;
    const y = apply(ops, c, placeholder(g, "float32", batch), weights, mask);
    expect(y.shape).toEqual(shapeOf(layer(c.word), withDefaults(layer(c.word), c.args), [batch]));
  },
);
