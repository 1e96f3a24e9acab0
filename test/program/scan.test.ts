import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Args } from "../../src/ir/value.js";
import { Graph, output, reachable } from "../../src/program/graph.js";
import { gradients } from "../../src/program/gradient.js";
import type { Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import { stepCost } from "../../src/program/step-cost.js";
import { expandLoops } from "../../src/program/scan/expand-loops.js";
import type { LoopFunction } from "../../src/program/scan/while-of.js";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { layer } from "../catalog/layers/run-layer.js";
import { withDefaults } from "../catalog/values/engine.js";
import { resultOf } from "../support/layer-under-test.js";
import { Checker, distinct, floats, integers, placeholder, type Case } from "./support/cases.js";

/** The state of h' = tanh(x + h·w + b) at the end and all along. */
const rnn = (
  ops: Ops,
  ...[x, h, w, b, backwards = false]: [x: Tensor, h: Tensor, w: Tensor, b: Tensor | null, backwards?: boolean]
): readonly [Tensor, Tensor] => {
  const { state, outputs } = ops.scan({
    steps: x.shape[0]!,
    backwards,
    sequences: [x],
    start: [h],
    step: ([z], [before]) => {
      const sum = ops.add(z!, ops.matmul(before!, w));
      const after = ops.tanh(b ? ops.add(sum, b) : sum);
      return { state: [after], outputs: [after] };
    },
  });
  return [state[0]!, outputs[0]!];
};
const flatten = (ops: Ops, xs: readonly Tensor[]): Tensor =>
  ops.concat(
    xs.map((x) => ops.reshape(x, [null])),
    0,
  );

const [x, h, w, b] = [
  distinct([4, 2, 3], -0.8, 0.07),
  distinct([2, 3], -0.4),
  distinct([3, 3], -0.6),
  distinct([3], -0.2),
];

const cases: Omit<Case, "unrolled">[] = [
  { name: "last state", inputs: [x, h, w, b], f: (ops, x, h, w, b) => rnn(ops, x, h, w, b)[0] },
  { name: "all states", inputs: [x, h, w, b], f: (ops, x, h, w, b) => rnn(ops, x, h, w, b)[1] },
  { name: "last and all states", inputs: [x, h, w], f: (ops, x, h, w) => flatten(ops, rnn(ops, x, h, w, null)) },
  { name: "backwards", inputs: [x, h, w], f: (ops, x, h, w) => flatten(ops, rnn(ops, x, h, w, null, true)) },
  {
    name: "one after the other",
    inputs: [x, h, w],
    f: (ops, x, h, w) => rnn(ops, rnn(ops, x, h, w, null)[1], h, ops.sin(w), null, true)[0],
  },
  {
    name: "a matrix before and after a factor",
    inputs: [x, h, w, w],
    f: (ops, x, h, w, v) => rnn(ops, ops.exp(x), h, ops.matmul(w, v), null)[0],
  },
  {
    name: "a running sum and product, of which nothing is stacked",
    inputs: [x],
    f: (ops, x) => {
      const { state } = ops.scan({
        steps: 4,
        sequences: [x],
        start: [ops.constant(new Float32Array(6), [2, 3]), ops.constant(new Float32Array(6).fill(1), [2, 3])],
        step: ([z], [sum, product]) => ({ state: [ops.add(sum!, z!), ops.mul(product!, z!)], outputs: [] }),
      });
      return flatten(ops, state);
    },
  },
  {
    name: "a state that is only handed on, and one that is thrown away",
    inputs: [x, h],
    f: (ops, x, h) => {
      const { state, outputs } = ops.scan({
        steps: 4,
        sequences: [x],
        start: [h, ops.mul(h, 2), h],
        step: ([z], [a, c, kept]) => ({ state: [z!, a!, kept!], outputs: [c!, ops.mul(kept!, z!), ops.exp(h)] }),
      });
      return flatten(ops, [...state, ...outputs]);
    },
  },
  {
    name: "whole numbers count, a mask chooses",
    inputs: [x, h, integers([4, 2, 1], [1, 0, 1, 1, 0, 0, 1, 0])],
    f: (ops, x, h, m) => {
      const { state, outputs } = ops.scan({
        steps: 4,
        sequences: [x, ops.cast(m, "bool")],
        start: [h, ops.scalar(0, "int32")],
        step: ([z, present], [before, count]) => {
          const after = ops.where(present!, ops.sin(ops.add(z!, before!)), before!);
          return { state: [after, ops.add(count!, 1)], outputs: [ops.mul(after, ops.cast(count!, "float32"))] };
        },
      });
      return flatten(ops, [state[0]!, ops.cast(state[1]!, "float32"), ...outputs]);
    },
    kinked: true,
  },
  {
    name: "what is shared is used in every way",
    inputs: [x, h, w, b],
    f: (ops, x, h, w, b) => {
      const { state } = ops.scan({
        steps: 4,
        sequences: [x],
        start: [h],
        step: ([z], [before]) => {
          const left = ops.transpose(ops.matmul(w, ops.transpose(before!, [1, 0])), [1, 0]);
          const right = ops.matmul(z!, w, false, true);
          return { state: [ops.tanh(ops.mul(ops.add(left, ops.mul(right, b)), ops.sum(w, [0])))], outputs: [] };
        },
      });
      return state[0]!;
    },
  },
  {
    name: "slices of slices and joined again",
    inputs: [distinct([3, 2, 6], -0.8, 0.07), h],
    f: (ops, x, h) => {
      const { outputs } = ops.scan({
        steps: 3,
        sequences: [x],
        start: [h],
        step: ([z], [before]) => {
          const [p, q] = ops.split(z!, 2, -1);
          const after = ops.mul(ops.sigmoid(p!), ops.add(before!, ops.square(q!)));
          return { state: [after], outputs: [ops.concat([after, ops.slice(z!, [0, 2], [-1, 2])], -1)] };
        },
      });
      return outputs[0]!;
    },
  },
  {
    name: "a loop in a loop",
    inputs: [x, h, w],
    f: (ops, x, h, w) => {
      const { state } = ops.scan({
        steps: 4,
        sequences: [x],
        start: [h],
        step: ([z], [before]) => ({
          state: [rnn(ops, ops.stack([z!, ops.sin(z!)], 0), before!, w, null)[0]],
          outputs: [],
        }),
      });
      return state[0]!;
    },
  },
  {
    name: "a convolution",
    inputs: [distinct([3, 2, 4, 2], -0.8, 0.07), distinct([3, 2, 2], -0.5)],
    f: (ops, x, k) => {
      const { state } = ops.scan({
        steps: 3,
        sequences: [x],
        start: [ops.zerosLike(ops.squeeze(ops.slice(x, [0, 0, 0, 0], [1, -1, -1, -1]), [0]))],
        step: ([z], [before]) => ({
          state: [ops.tanh(ops.add(z!, ops.conv(before!, k, { strides: [1], padding: "same", dilations: [1] })))],
          outputs: [],
        }),
      });
      return state[0]!;
    },
    tolerance: 1e-4,
  },
  {
    name: "one step",
    inputs: [distinct([1, 2, 3], -0.8, 0.07), h, w],
    f: (ops, x, h, w) => rnn(ops, x, h, w, null)[1],
  },
];

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Golden {
  readonly word: string;
  readonly args: Args;
  readonly x: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
}
const recurrent = (
  JSON.parse(readFileSync(new URL("../goldens/catalog/recurrence-and-images.json", import.meta.url), "utf8")) as {
    layers: readonly Golden[];
  }
).layers.filter(({ word }) => layer(word).traits?.includes("recurrent"));

/** A recurrent layer in training, with a mask and without. */
const words: Omit<Case, "unrolled">[] = recurrent.flatMap((c, i) =>
  [false, true].map((masked) => {
    const names = Object.keys(c.weights);
    return {
      name: `${i} ${c.word} ${JSON.stringify(c.args)}${masked ? " masked" : ""}`,
      inputs: [c.x, ...names.map((name) => c.weights[name]!)].map(({ shape, data }) => floats(shape, data)),
      f: (ops, x, ...weights) =>
        resultOf(layer(c.word), {
          ops,
          args: withDefaults(layer(c.word), c.args),
          inputs: [x],
          masks: [
            masked
              ? ops.constant(
                  Float32Array.from({ length: c.x.shape[0]! * c.x.shape[1]! }, (_, k) => (k % 3 === 1 ? 0 : 1)),
                  c.x.shape.slice(0, 2),
                  "bool",
                )
              : null,
          ],
          weights: Object.fromEntries(names.map((name, k) => [name, weights[k]!])),
          training: true,
          seed: 31,
        }),
      kinked: true,
      tolerance: 1e-4,
    } satisfies Omit<Case, "unrolled">;
  }),
);

const checker = new Checker();
beforeAll(() => checker.open());

describe.each([
  ["as a loop", 0],
  ["written out", Infinity],
])("a scan %s", (_, unrolled) => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check({ ...c, unrolled }));
});

describe("recurrent layers as loops", () => {
  it("are all there", () =>
    expect(new Set(recurrent.map((c) => c.word))).toEqual(new Set(["lstm", "gru", "simple_rnn", "conv_lstm2d"])));
  it.each(words.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check({ ...c, unrolled: 0 }));
});

describe("the nodes of a loop", () => {
  const record = (unrolled: number) => {
    const g = new Graph();
    const ops = recordOps(g, { unrolled });
    const [x, h, w] = [
      placeholder(g, "float32", [40, 2, 3]),
      placeholder(g, "float32", [2, 3]),
      placeholder(g, "float32", [3, 3]),
    ];
    return { g, ops, x, h, w, last: rnn(ops, x, h, w, null)[0] as Value };
  };
  const opsOf = (...results: Value[]): string[] => reachable(results).map((n) => n.op);

  it("do not grow with its steps", () => {
    const { g, w, last } = record(8);
    expect(opsOf(last)).toEqual(["Placeholder", "Placeholder", "Placeholder", "Scan"]);
    const nodes = reachable(gradients(g, last, [w]));
    expect(nodes.length).toBeLessThan(40);
    expect(nodes.filter((n) => n.op === "Scan")).toHaveLength(2);
  });
  it("are counted once a step, forwards and backwards apart", () => {
    const [loop, written] = [record(0), record(Infinity)].map(
      ({ g, w, last }) => [stepCost([last]).nodes, stepCost(gradients(g, last, [w])).nodes] as const,
    );
    // A step is a product, a sum and tanh, and backwards a product and tanh's gradient; what is around the loops is not
    // in them.
    expect(loop![0]).toBe(3 * 40 + 3);
    expect(Math.abs(loop![1] - written![1])).toBeLessThan(20);
    expect(loop![1]).toBeGreaterThan(5 * 40);
    expect(loop![1]).toBeLessThan(5 * 40 + 20);
  });
  it("are one product for a kernel's gradient, after the loop", () => {
    const { g, w, last } = record(0);
    const [dw] = gradients(g, last, [w]);
    expect(dw!.node.op).toBe("MatMul");
    const backwards = reachable([dw!])
      .filter((n) => n.op === "Scan")
      .at(-1)!;
    expect(backwards.loop!.state).toHaveLength(1);
  });
  it("become TensorFlow's with their names kept and a function for some steps and one for the end", () => {
    const { g, last } = record(0);
    const result = output(
      g.add("Identity", [last], { T: { type: "float32" } }, [{ name: "output", type: "float32", shape: [2, 3] }]),
    );
    const functions: LoopFunction[] = [];
    const { value } = expandLoops([result.node], functions, () => "f");
    expect(value(result).node.id).toBe(result.node.id);
    expect(opsOf(value(result))).toContain("While");
    expect(opsOf(value(result))).not.toContain("Scan");
    expect(functions.map((f) => f.name)).toEqual(["f_condition", "f_steps"]);
    for (const f of functions) expect(opsOf(...f.results)).not.toContain("LoopArgument");
  });
  it("have the same shape of state at every step", () => {
    const { ops, x, h } = record(0);
    const grow = () =>
      ops.scan({
        steps: 40,
        sequences: [x],
        start: [h],
        step: ([z], [before]) => ({ state: [ops.concat([before!, z!], 0)], outputs: [] }),
      });
    expect(grow).toThrow("[4, 3] of a state that was float32 [2, 3]");
    expect(() => ops.scan({ steps: 7, sequences: [x], start: [], step: () => ({ state: [], outputs: [] }) })).toThrow(
      "over 7 steps cannot cut [40, 2, 3]",
    );
  });
});
