import { beforeAll, describe, it } from "vitest";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { Checker, distinct, floats, integers, type Case } from "./support/cases.js";

const axes: (readonly number[] | undefined)[] = [undefined, [-1], [0, 2], [1], []];
const reduction: Case[] = [
  ...(["sum", "mean", "max", "min", "prod"] as const).flatMap((name) =>
    axes.map((a): Case => ({
      name: `${name} over ${a?.join() ?? "all"}`,
      inputs: [distinct([2, 3, 4], -1.31)],
      f: (ops, x) => ops[name](x, a),
      ...(name === "prod" && !a ? { tolerance: 1e-4 } : {}),
    })),
  ),
  ...(["sum", "mean", "max", "min", "prod"] as const).map((name): Case => ({
    name: `${name} keeping axes`,
    inputs: [distinct([2, 3, 4], -1.31)],
    f: (ops, x) => ops[name](x, [1, -1], true),
    tolerance: 1e-4,
  })),
  { name: "max of equals", inputs: [floats([2, 2], [3, 1, 3, 3])], f: (ops, x) => ops.max(x), kinked: true },
  { name: "prod with a zero", inputs: [floats([2, 3], [2, 0, 3, 0, 0, 4])], f: (ops, x) => ops.prod(x, [-1]) },
  { name: "sum of bool", inputs: [distinct([2, 3])], f: (ops, x) => ops.sum(ops.greater(x, 0), [0]), flat: true },
  { name: "mean of int32", inputs: [integers([3], [1, 2, 4])], f: (ops, x) => ops.mean(x), flat: true },
  { name: "argMax", inputs: [floats([2, 3], [1, 5, 5, 7, 2, 7])], f: (ops, x) => ops.argMax(x, -1), flat: true },
  { name: "argMax of the first axis", inputs: [distinct([4, 3])], f: (ops, x) => ops.argMax(x, 0), flat: true },
  ...[0, 1, -1].flatMap((axis): Case[] => [
    { name: `cumsum over ${axis}`, inputs: [distinct([2, 3, 4])], f: (ops, x) => ops.cumsum(x, axis) },
    { name: `softmax over ${axis}`, inputs: [distinct([2, 3, 4])], f: (ops, x) => ops.softmax(x, axis) },
    { name: `logSoftmax over ${axis}`, inputs: [distinct([2, 3, 4])], f: (ops, x) => ops.logSoftmax(x, axis) },
    { name: `logSumExp over ${axis}`, inputs: [distinct([2, 3, 4])], f: (ops, x) => ops.logSumExp(x, [axis]) },
  ]),
  { name: "logSumExp over two, kept", inputs: [distinct([2, 3, 4])], f: (ops, x) => ops.logSumExp(x, [0, -1], true) },
  {
    name: "logSumExp of large numbers",
    inputs: [floats([2, 2], [1000, 1001, -Infinity, 3])],
    f: (ops, x) => ops.logSumExp(x, [-1]),
    kinked: true,
  },
  { name: "topK values", inputs: [distinct([2, 5])], f: (ops, x) => ops.topK(x, 3).values },
  { name: "topK of one row", inputs: [distinct([5])], f: (ops, x) => ops.topK(x, 5).values },
  { name: "topK of rank 3", inputs: [distinct([2, 2, 4])], f: (ops, x) => ops.topK(x, 2).values },
  {
    name: "topK indices",
    inputs: [floats([2, 3], [1, 9, 5, 4, 2, 4])],
    f: (ops, x) => ops.topK(x, 2).indices,
    flat: true,
  },
];

const shape: Case[] = (
  [
    ["reshape", (ops, x) => ops.reshape(x, [null, 6])],
    ["reshape twice", (ops, x) => ops.reshape(ops.reshape(x, [12]), [2, 1, 6])],
    ["reshape and back", (ops, x) => ops.reshape(ops.reshape(x, [12]), [2, 3, 2])],
    ["transpose", (ops, x) => ops.transpose(x, [2, 0, 1])],
    ["transpose twice", (ops, x) => ops.transpose(ops.transpose(x, [2, 0, 1]), [1, 0, 2])],
    ["transpose and back", (ops, x) => ops.transpose(ops.transpose(x, [2, 0, 1]), [1, 2, 0])],
    ["transpose of an axis of 1", (ops, x) => ops.transpose(ops.expandDims(x, 0), [1, 0, 2, 3])],
    ["expandDims", (ops, x) => ops.expandDims(x, -1)],
    ["squeeze", (ops, x) => ops.squeeze(ops.mul(ops.expandDims(x, 1), 2), [1])],
    ["concat", (ops, x) => ops.concat([x, ops.mul(x, 2)], -1)],
    [
      "concat of different lengths",
      (ops, x) => ops.concat([x, ops.slice(x, [0, 1, 0], [-1, 1, -1]), ops.mul(x, 2)], 1),
    ],
    ["stack", (ops, x) => ops.stack([x, ops.mul(x, 2)], 1)],
    ["stack at the end", (ops, x) => ops.stack([x, ops.mul(x, 2)], -1)],
    ["slice", (ops, x) => ops.slice(x, [0, 1, 0], [-1, 2, null])],
    ["slice in the middle", (ops, x) => ops.slice(x, [1, 1, 1], [1, 1, 1])],
    [
      "pad",
      (ops, x) =>
        ops.pad(
          x,
          [
            [0, 0],
            [1, 2],
            [0, 1],
          ],
          7,
        ),
    ],
    [
      "pad with zeros",
      (ops, x) =>
        ops.pad(x, [
          [1, 0],
          [0, 2],
          [0, 0],
        ]),
    ],
    ["tile", (ops, x) => ops.tile(x, [1, 2, 3])],
    ["broadcastLike", (ops, x) => ops.broadcastLike(ops.mean(x, [1], true), x)],
    ["broadcastLike multiplied", (ops, x) => ops.mul(ops.broadcastLike(ops.mean(x, [1, 2], true), x), x)],
    [
      "broadcastLike of both",
      (ops, x) => ops.mul(ops.broadcastLike(ops.mean(x, [1], true), x), ops.broadcastLike(ops.mean(x, [0], true), x)),
    ],
    ["reverse", (ops, x) => ops.reverse(x, [-1, 0])],
    ["zerosLike", (ops, x) => ops.add(x, ops.zerosLike(x))],
    ["onesLike", (ops, x) => ops.mul(ops.onesLike(ops.sum(x, [0], true)), x)],
    ["onesLike cumsum", (ops, x) => ops.mul(ops.cumsum(ops.onesLike(x), 1), x)],
    ["dimension", (ops, x) => ops.div(x, ops.dimension(x, 1))],
    ["gather", (ops, x) => ops.gather(x, ops.constant([2, 0, 2], [3], "int32"), 1)],
    ["gather of the first axis", (ops, x) => ops.gather(x, ops.constant([1, 0, 1, 1], [2, 2], "int32"), 0)],
    [
      "gather of the last axis by a matrix",
      (ops, x) => ops.gather(x, ops.constant([1, 0, 1, 1, 0, 0], [2, 3], "int32"), -1),
    ],
    ["gather by one index", (ops, x) => ops.gather(x, ops.scalar(1, "int32"), 1)],
  ] as [string, (ops: Ops, x: Tensor) => Tensor][]
).map(([name, f]) => ({ name, inputs: [distinct([2, 3, 2])], f: (ops, x) => f(ops, x) }));

const indices: Case[] = [
  { name: "oneHot", inputs: [integers([2, 2], [0, 2, 3, -1])], f: (ops, x) => ops.oneHot(x, 3), flat: true },
  { name: "oneHot of floats", inputs: [floats([3], [0, 2, 1])], f: (ops, x) => ops.oneHot(x, 3), flat: true },
  ...[false, true].map((kept): Case => ({
    name: `mean of an embedding${kept ? ", kept" : ""}`,
    inputs: [distinct([5, 3]), integers([2, 4], [0, 1, 1, 4, 4, 4, 2, 0])],
    f: (ops, x, i) => ops.mean(ops.gather(x, i, 0), [1], kept),
  })),
  {
    name: "mean of a gathered vector",
    inputs: [distinct([5]), integers([2, 3, 1], [0, 1, 1, 4, 2, 0])],
    f: (ops, x, i) => ops.mean(ops.gather(x, i, 0), [1]),
  },
  ...[
    [0, 1, 2, 3, 4],
    [3, 1, 2],
    [1, 2, 3, 3],
    [0, 2, 4],
  ].map((places): Case => ({
    name: `slices at ${places.join()} used apart`,
    inputs: [distinct([2, 5, 3])],
    f: (ops, x) =>
      ops.concat(
        places.map((at, k) => ops.mul(ops.sin(ops.slice(x, [0, at, 0], [-1, 1, -1])), k + 1)),
        1,
      ),
  })),
  {
    name: "slices of two axes",
    inputs: [distinct([4, 4])],
    f: (ops, x) =>
      ops.add(
        ops.matmul(ops.slice(x, [0, 0], [2, -1]), ops.slice(x, [0, 2], [-1, 2])),
        ops.matmul(ops.slice(x, [2, 0], [2, -1]), ops.slice(x, [0, 0], [-1, 2])),
      ),
  },
  {
    name: "slices beside the whole",
    inputs: [distinct([2, 4])],
    f: (ops, x) =>
      ops.concat([ops.exp(ops.slice(x, [0, 0], [-1, 2])), ops.square(x), ops.sin(ops.slice(x, [0, 2], [-1, 2]))], 1),
  },
  {
    name: "one kernel and bias in many steps",
    inputs: [distinct([2, 3]), distinct([3, 3]), distinct([3]), distinct([4, 3])],
    f: (ops, x, w, b, other) => {
      let h = x;
      for (let i = 0; i < 5; i++) h = ops.tanh(ops.add(ops.matmul(h, w), b));
      return ops.concat([h, ops.add(ops.matmul(other, w), b)], 0);
    },
  },
  {
    name: "embedding",
    inputs: [distinct([5, 3]), integers([2, 4], [0, 1, 1, 4, 4, 4, 2, 0])],
    f: (ops, x, i) => ops.gather(x, i, 0),
  },
  {
    name: "constants",
    inputs: [distinct([2, 2])],
    f: (ops, x) => ops.where(ops.constant([1, 0, 0, 1], [2, 2], "bool"), x, ops.constant([1, 2], [2])),
  },
];

const matrices: Case[] = [];
for (const ta of [false, true]) {
  for (const tb of [false, true]) {
    const a = ta ? [3, 2] : [2, 3];
    const b = tb ? [4, 3] : [3, 4];
    const said = `${ta ? "aᵀ" : "a"}·${tb ? "bᵀ" : "b"}`;
    const add = (name: string, x: number[], y: number[]): void =>
      void matrices.push({
        name: `${said} ${name}`,
        inputs: [distinct(x), distinct(y, -0.9)],
        f: (ops, p, q) => ops.matmul(p, q, ta, tb),
      });
    add("matrices", a, b);
    add("batches", [5, ...a], [5, ...b]);
    add("one matrix for all", [5, ...a], b);
    add("one matrix before all", a, [5, ...b]);
    add("leading axes broadcast", [5, 1, ...a], [2, ...b]);
  }
}
matrices.push(
  {
    name: "of a transposed matrix",
    inputs: [distinct([2, 3]), distinct([2, 4])],
    f: (ops, x, y) => ops.matmul(ops.transpose(x, [1, 0]), y),
  },
  {
    name: "two layers",
    inputs: [distinct([4, 3]), distinct([3, 5]), distinct([5])],
    f: (ops, x, w, b) => ops.relu(ops.add(ops.matmul(x, w), b)),
    tolerance: 1e-4,
    kinked: true,
  },
);

const checker = new Checker();
beforeAll(() => checker.open());

describe.each([
  ["reductions", reduction],
  ["shapes", shape],
  ["indices", indices],
  ["matrices", matrices],
])("recorded %s", (_, cases) => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check(c));
});
