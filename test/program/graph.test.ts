import { describe, expect, it } from "vitest";
import { gradients, NoGradient } from "../../src/program/gradient.js";
import { Graph, output, reachable } from "../../src/program/graph.js";
import type { Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import type { Tensor } from "../../src/tensor/ops.js";
import { placeholder } from "./support/cases.js";

const setUp = () => {
  const g = new Graph();
  const step = placeholder(g, "int32", []);
  return { g, step, ops: recordOps(g, { step }) };
};
const node = (x: Tensor) => (x as Value).node;
const opsOf = (...xs: Tensor[]): string[] => reachable(xs as Value[]).map((n) => n.op);
const constant = (x: Tensor): number[] => {
  const value = node(x).attrs["value"];
  expect(node(x).op).toBe("Const");
  return value !== undefined && "tensor" in value ? Array.from(value.tensor.data) : [];
};

describe("the graph", () => {
  it("makes equal nodes once, and those with effects each time", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [2, 3]);
    expect(node(ops.exp(ops.add(x, 1)))).toBe(node(ops.exp(ops.add(x, 1))));
    expect(node(ops.sum(x, [0]))).not.toBe(node(ops.sum(x, [1])));
    expect(node(ops.clip(x, -Infinity, 1))).not.toBe(node(ops.clip(x, 1, Infinity)));
    expect(node(ops.scalar(0))).not.toBe(node(ops.scalar(-0)));
    expect(node(ops.scalar(1))).not.toBe(node(ops.scalar(1, "int32")));
    expect(placeholder(g, "float32", [2, 3]).node).not.toBe(placeholder(g, "float32", [2, 3]).node);
  });
  it("has inputs before their users and leaves out what no result needs", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [2]);
    ops.exp(x);
    const y = ops.tanh(ops.mul(x, x)) as Value;
    expect(opsOf(y)).toEqual(["Placeholder", "Mul", "Tanh"]);
    for (const n of g.nodes) for (const input of n.inputs) expect(input.node.id).toBeLessThan(n.id);
  });
  it("computes scalars while recording, and drops what changes nothing", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [2, 3]);
    expect(constant(ops.div(ops.mul(ops.sub(ops.scalar(5), 1), 2), 3))).toEqual([Math.fround(8 / 3)]);
    for (const same of [
      ops.mul(x, 1),
      ops.add(0, x),
      ops.div(x, 1),
      ops.sub(x, 0),
      ops.reshape(x, [2, null]),
      ops.cast(x, "float32"),
      ops.pad(x, [
        [0, 0],
        [0, 0],
      ]),
    ])
      expect(same).toBe(x);
    expect(ops.mul(ops.scalar(1), ops.scalar(1)).shape).toEqual([]);
    expect(ops.mul(ops.onesLike(x), ops.scalar(1)).shape).toEqual([2, 3]);
  });
  it("writes a vector's sum as BiasAdd, and multiplies transposed matrices as they are", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [4, 3]);
    expect(opsOf(ops.add(ops.matmul(x, placeholder(g, "float32", [3, 2])), placeholder(g, "float32", [2])))).toContain(
      "BiasAdd",
    );
    expect(opsOf(ops.matmul(ops.transpose(x, [1, 0]), x))).toEqual(["Placeholder", "MatMul"]);
  });
  it("gives no product, bias, sum and activation in a row, which TensorFlow's remapper breaks", () => {
    const { g, ops } = setUp();
    const [x, w, b, y] = [[2, 3], [3, 4], [4], [2, 4]].map((shape) => placeholder(g, "float32", shape));
    for (const sum of [ops.add(ops.add(ops.matmul(x!, w!), b!), y!), ops.add(y!, ops.add(ops.matmul(x!, w!), b!))])
      for (const op of ["relu", "tanh", "sigmoid"] as const)
        expect(opsOf(ops[op](sum)).slice(-4, -1)).toEqual(["MatMul", "AddV2", "BiasAdd"]);
    expect(opsOf(ops.relu(ops.add(ops.matmul(x!, w!), b!))).slice(-3)).toEqual(["MatMul", "BiasAdd", "Relu"]);
  });
  it("refuses shapes that do not fit", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [2, 3]);
    expect(() => ops.add(x, placeholder(g, "float32", [2]))).toThrow("[2, 3] and [2] do not broadcast");
    expect(() => ops.reshape(x, [4])).toThrow("cannot be arranged");
    expect(() => ops.matmul(x, x)).toThrow("do not multiply");
    expect(() => ops.squeeze(x, [0])).toThrow("not of length 1");
  });
});

describe("a batch of unknown size", () => {
  it("keeps its open first axis through every kind of op", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [null, 4, 4, 2]);
    const kernel = placeholder(g, "float32", [3, 3, 2, 5]);
    const options = { strides: [1, 1], padding: "same", dilations: [1, 1] } as const;
    const shapes: [Tensor, (number | null)[]][] = [
      [ops.conv(x, kernel, options), [null, 4, 4, 5]],
      [ops.conv(x, kernel, { ...options, dilations: [2, 2] }), [null, 4, 4, 5]],
      [
        ops.convTranspose(x, placeholder(g, "float32", [3, 3, 7, 2]), {
          ...options,
          strides: [2, 2],
          outputSize: [8, 8],
        }),
        [null, 8, 8, 7],
      ],
      [ops.maxPool(x, { size: [2, 2], strides: [2, 2], padding: "valid" }), [null, 2, 2, 2]],
      [ops.reshape(x, [null, 32]), [null, 32]],
      [ops.matmul(ops.reshape(x, [null, 32]), placeholder(g, "float32", [32, 3])), [null, 3]],
      [ops.matmul(x, placeholder(g, "float32", [2, 3])), [null, 4, 4, 3]],
      [ops.add(x, ops.mean(x, [0], true)), [null, 4, 4, 2]],
      [ops.concat([x, x], -1), [null, 4, 4, 4]],
      [ops.slice(x, [0, 1, 0, 0], [-1, 2, -1, -1]), [null, 2, 4, 2]],
      [ops.dimension(x, 0), []],
      [ops.oneHot(ops.argMax(x, -1), 2), [null, 4, 4, 2]],
      [ops.zerosLike(x), [null, 4, 4, 2]],
      [ops.topK(x, 1).values, [null, 4, 4, 1]],
    ];
    for (const [y, shape] of shapes) expect(y.shape).toEqual(shape);
    expect(() => ops.uniform([null, 3], 1)).toThrow("length rows is not known");
  });
});

describe("gradients", () => {
  it("are zeros for what the loss does not depend on, and for what is stopped", () => {
    const { g, ops } = setUp();
    const [x, y] = [placeholder(g, "float32", []), placeholder(g, "float32", [])];
    const loss = ops.add(ops.mul(x, 3), ops.stopGradient(ops.floor(y))) as Value;
    const [dx, dy] = gradients(g, loss, [x, y]);
    expect(constant(dx!)).toEqual([3]);
    expect(constant(dy!)).toEqual([0]);
  });
  it("go by values in between as well", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", []);
    const between = ops.sub(3, x) as Value;
    const [byX, byBetween] = gradients(g, ops.mul(between, 5) as Value, [x, between]);
    expect(constant(byX!)).toEqual([-5]);
    expect(constant(byBetween!)).toEqual([5]);
    expect(() => gradients(g, between, [ops.mul(x, 3) as Value])).toThrow("Mul");
  });
  it("are recorded only where something depends on them", () => {
    const { g, ops } = setUp();
    const [x, w] = [placeholder(g, "float32", [4, 3]), placeholder(g, "float32", [3, 2])];
    const loss = ops.sum(ops.matmul(x, w)) as Value;
    const before = g.nodes.length;
    gradients(g, loss, [w]);
    expect(g.nodes.slice(before).filter((n) => n.op === "MatMul")).toHaveLength(1);
  });
  it("name the op that has none", () => {
    const { g } = setUp();
    const x = placeholder(g, "float32", []);
    const made = output(g.add("Digamma", [x], { T: { type: "float32" } }, [{ name: "y", type: "float32", shape: [] }]));
    expect(() => gradients(g, made, [x])).toThrow(NoGradient);
    expect(() => gradients(g, made, [x])).toThrow("Digamma");
    expect(gradients(g, made, [placeholder(g, "float32", [])])).toHaveLength(1);
  });
  it("of a mean are a number until they meet a tensor", () => {
    const { g, ops } = setUp();
    const [x, t] = [placeholder(g, "float32", [4, 3]), placeholder(g, "float32", [4, 3])];
    const loss = ops.mean(ops.neg(ops.sum(ops.mul(x, t), [-1]))) as Value;
    const [dx] = gradients(g, loss, [x]);
    expect(opsOf(dx!)).toEqual(expect.arrayContaining(["Placeholder", "Const", "Mul"]));
    expect(opsOf(dx!)).toHaveLength(3);
  });
  it("hand a loss with a shape its sum's", () => {
    const { g, ops } = setUp();
    const x = placeholder(g, "float32", [3]);
    expect(gradients(g, ops.neg(x) as Value, [x])[0]!.shape).toEqual([3]);
  });
});
