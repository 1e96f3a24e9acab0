import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { wordNamed } from "../../src/catalog/lookup.js";
import { useOfRows } from "../../src/tensor/rows-apart.js";
import { shapeOnly } from "../../src/tensor/shape-ops.js";
import { distance } from "./compare.js";
import { runEagerly } from "./eager.js";
import { layerCases, titleOf, type LayerCase, type Numbers } from "./layer-case.js";
import { applyWord } from "./one-layer.js";

beforeAll(async () => void (await tf.setBackend("cpu")));

/** What a case's layer is said to do with rows, of any number. */
function toldOf(c: LayerCase) {
  const open = (x: Numbers) => shapeOnly([null, ...x.shape.slice(1)], x.dtype ?? "float32");
  return useOfRows((ops) => {
    applyWord(wordNamed("layer", c.word), ops, c, {
      inputs: c.inputs.map(open),
      masks: c.inputs.map((_, i) => (c.masks?.[i] ? open(c.masks[i]) : null)),
      weights: Object.fromEntries(c.weights.map((w) => [w.name, shapeOnly(w.shape)])),
    });
  });
}

const row = <T extends Numbers>(x: T, at: number): T => {
  const size = x.shape.slice(1).reduce((n, d) => n * d, 1);
  return { ...x, shape: [1, ...x.shape.slice(1)], data: x.data.slice(at * size, (at + 1) * size) };
};

const told = layerCases
  .filter((c) => c.refused === undefined && c.twin !== "int32" && c.inputs[0]!.shape[0]! > 1)
  .map((c) => [c, toldOf(c)] as const);
const apart = told.filter(([c, { mixed, drawn }]) => !mixed && !drawn && c.draws === undefined).map(([c]) => c);

describe("where rows are said to be apart, one alone gives what it gives among others", () => {
  it.each([...new Set(apart.map((c) => c.word))])("%s", (word) => {
    for (const c of apart.filter((c) => c.word === word)) {
      const whole = runEagerly(wordNamed("layer", word), c).outputs;
      for (let at = 0; at < c.inputs[0]!.shape[0]!; at++) {
        const masks = c.masks?.map((mask) => mask && row(mask, at));
        const alone = runEagerly(wordNamed("layer", word), {
          ...c,
          inputs: c.inputs.map((x) => row(x, at)),
          ...(masks && { masks }),
        }).outputs;
        whole.forEach((y, i) => {
          const wanted = row({ shape: y.shape as readonly number[], data: Array.from(y.data) }, at);
          expect(distance(titleOf(c), alone[i]!.data, wanted.data, 1e-5)).toBeNull();
        });
      }
    }
  });
});

describe("what is said of rows", () => {
  const of = (word: string, pick: (c: LayerCase) => boolean = () => true) =>
    told.filter(([c]) => c.word === word && pick(c)).map(([, use]) => use);

  it("they are apart in nearly all layers outside of training", () => {
    const mixing = told.filter(([c, { mixed }]) => mixed && !c.training).map(([c]) => c.word);
    // Loops and layers within make rows of steps, where nobody looks after them; Keras's mask of joined images counts
    // its axes from the wrong end.
    expect([...new Set(mixing)].sort()).toEqual(["concatenate", "conv_lstm2d", "time_distributed"]);
  });

  it("they are mixed by statistics of the batch", () => {
    const trains = of("batch_normalization", (c) => c.training === true && c.trainable !== false);
    expect(trains.length).toBeGreaterThan(3);
    expect(trains.every(({ mixed }) => mixed)).toBe(true);
    expect(of("activity_regularization").every(({ mixed }) => mixed)).toBe(true);
  });

  it("and random numbers are drawn for all of them", () => {
    expect(of("lstm", (c) => c.draws !== undefined).every(({ drawn }) => drawn)).toBe(true);
    expect(of("dropout", (c) => c.draws !== undefined).every(({ drawn }) => drawn)).toBe(true);
  });
});

describe("of single operations", () => {
  const x = shapeOnly([null, 4]);
  const films = shapeOnly([3, null, 4]);
  it.each([
    ["a sum over them", (ops) => ops.sum(x, [0])],
    ["a sum over them that keeps the axis", (ops) => ops.sum(x, [0], true)],
    ["their number", (ops) => ops.dimension(x, 0)],
    ["a softmax over them", (ops) => ops.softmax(films, 1)],
    ["a running sum", (ops) => ops.cumsum(x, 0)],
    ["the order turned round", (ops) => ops.reverse(x, [-2])],
    ["some of them", (ops) => ops.slice(x, [1, 0], [-1, -1])],
    [
      "one more",
      (ops) =>
        ops.pad(x, [
          [1, 0],
          [0, 0],
        ]),
    ],
    ["each twice", (ops) => ops.tile(x, [2, 1])],
    ["joined ones", (ops) => ops.concat([x, x], 0)],
    ["chosen ones", (ops) => ops.gather(x, shapeOnly([null], "int32"), 0)],
    ["all pairs", (ops) => ops.matmul(x, x, false, true)],
    ["a product over them", (ops) => ops.matmul(x, x, true)],
    ["a product of each with the others", (ops) => ops.sub(ops.expandDims(x, 1), ops.expandDims(x, 0))],
    ["other rows of the same numbers", (ops) => ops.reshape(x, [4, null])],
    ["rows of all steps", (ops) => ops.reshape(films, [null, 4])],
    ["windows over them", (ops) => ops.avgPool(films, { size: [3], strides: [1], padding: "same" })],
    ["the statistics of a batch", (ops) => ops.batchNorm(x, { epsilon: 1, gamma: null, beta: null }).value],
    [
      "a loop over them",
      (ops) =>
        ops.scan({
          steps: null,
          sequences: [x],
          start: [shapeOnly([4])],
          step: ([a], [b]) => ({ state: [ops.add(a!, b!)], outputs: [] }),
        }),
    ],
  ] as readonly (readonly [string, (ops: Parameters<Parameters<typeof useOfRows>[0]>[0]) => unknown])[])(
    "%s: mixed",
    (_, run) => expect(useOfRows((ops) => void run(ops))).toEqual({ mixed: true, drawn: false }),
  );

  it.each([
    ["turned axes", (ops) => ops.softmax(ops.transpose(films, [1, 0, 2]), 1)],
    ["numbers of a row arranged otherwise", (ops) => ops.reshape(ops.reshape(films, [3, null, 2, 2]), [3, null, 4])],
    ["a table that rows look up in", (ops) => ops.gather(shapeOnly([9, 2]), shapeOnly([null, 5], "int32"), 0)],
    ["what has no rows", (ops) => ops.sum(shapeOnly([4, 2]), [0])],
  ] as readonly (readonly [string, (ops: Parameters<Parameters<typeof useOfRows>[0]>[0]) => unknown])[])(
    "%s: apart",
    (_, run) => expect(useOfRows((ops) => void run(ops))).toEqual({ mixed: false, drawn: false }),
  );
});
