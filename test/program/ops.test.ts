import { beforeAll, describe, it } from "vitest";
import type { Ops, Tensor } from "../../src/tensor/ops.js";
import { between, Checker, distinct, floats, integers, type Case } from "./support/cases.js";

const one = (name: keyof Ops, input = distinct([2, 3, 2]), more: Partial<Case> = {}): Case => ({
  name,
  inputs: [input],
  f: (ops, x) => (ops[name] as (x: Tensor) => Tensor)(x),
  ...more,
});

const elementwise: Case[] = [
  ...(
    ["neg", "abs", "square", "exp", "expm1", "sin", "cos", "tanh", "sigmoid", "relu", "softplus", "erf"] as const
  ).map((name) => one(name)),
  ...(["sqrt", "rsqrt", "log", "log1p"] as const).map((name) => one(name, between([7], 0.4, 3))),
  ...(["sign", "floor", "round"] as const).map((name) =>
    one(name, floats([7], [-1.5, -0.5, 0, 0.5, 1.5, 2.5, 2.6]), { flat: true }),
  ),
  { name: "abs at 0", inputs: [floats([3], [-2, 0, 3])], f: (ops, x) => ops.abs(x), kinked: true },
  { name: "relu at 0", inputs: [floats([3], [-2, 0, 3])], f: (ops, x) => ops.relu(x), kinked: true },
  { name: "softplus far out", inputs: [floats([4], [-60, -20, 20, 60])], f: (ops, x) => ops.softplus(x) },
  { name: "clip", inputs: [floats([5], [-2, -1, 0.5, 1, 3])], f: (ops, x) => ops.clip(x, -1, 1), kinked: true },
  { name: "clip one side", inputs: [floats([3], [-2, 0.5, 3])], f: (ops, x) => ops.clip(x, -Infinity, 1) },
  { name: "stopGradient", inputs: [distinct([3])], f: (ops, x) => ops.mul(ops.stopGradient(x), x), kinked: true },
  {
    name: "cast to int32",
    inputs: [floats([4], [-1.7, -0.2, 0.9, 2.5])],
    f: (ops, x) => ops.cast(x, "int32"),
    flat: true,
  },
  {
    name: "cast of bool",
    inputs: [floats([3], [-1.7, 0, 2.5])],
    f: (ops, x) => ops.cast(ops.greater(x, 0), "float32"),
    flat: true,
  },
  { name: "int32 stays int32", inputs: [integers([3], [1, 2, 3])], f: (ops, x) => ops.add(x, 1), flat: true },
  { name: "int32 divided", inputs: [integers([3], [1, 2, 3])], f: (ops, x) => ops.div(x, 2), flat: true },
  { name: "int32 times float", inputs: [integers([3], [1, 2, 3]), distinct([3])], f: (ops, x, y) => ops.mul(x, y) },
];

const shapes: (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[], [2, 2]],
  [
    [2, 3],
    [2, 1],
  ],
];
const arithmetic: Case[] = [
  ...(["add", "sub", "mul", "div", "divNoNan", "pow", "maximum", "minimum"] as const).flatMap((name) =>
    shapes.map(([a, b]): Case => ({
      name: `${name} of [${a.join()}] and [${b.join()}]`,
      inputs: [between(a, 0.6, 2.4), between(b, 0.41, 2.9)],
      f: (ops, x, y) => ops[name](x, y),
    })),
  ),
  {
    name: "add of a vector to rank 4",
    inputs: [distinct([2, 2, 2, 3]), distinct([3])],
    f: (ops, x, y) => ops.add(x, y),
  },
  {
    name: "numbers on either side",
    inputs: [between([3], 0.5, 2)],
    f: (ops, x) => ops.sub(1, ops.div(2, ops.mul(x, 3))),
  },
  { name: "pow 2", inputs: [distinct([4])], f: (ops, x) => ops.pow(x, 2) },
  { name: "pow with negative base", inputs: [floats([3], [-1.5, -0.5, 2])], f: (ops, x) => ops.pow(x, 3) },
  {
    name: "divNoNan at 0",
    inputs: [floats([3], [1, 2, 3]), floats([3], [0, 4, 0])],
    f: (ops, x, y) => ops.divNoNan(x, y),
    kinked: true,
  },
  {
    name: "maximum of equals",
    inputs: [floats([3], [1, 2, 3]), floats([3], [1, 3, 2])],
    f: (ops, x, y) => ops.maximum(x, y),
    kinked: true,
  },
  {
    name: "minimum of equals",
    inputs: [floats([3], [1, 2, 3]), floats([3], [1, 3, 2])],
    f: (ops, x, y) => ops.minimum(x, y),
    kinked: true,
  },
  ...(["relu", "tanh", "sigmoid"] as const).map((name): Case => ({
    name: `${name} of a dense layer's sums and something else`,
    inputs: [distinct([2, 3]), distinct([3, 4]), distinct([4]), distinct([2, 4])],
    f: (ops, x, w, b, y) => ops[name](ops.add(y, ops.add(ops.matmul(x, w), b))),
  })),
  {
    name: "a value used many times",
    inputs: [distinct([3])],
    f: (ops, x) => ops.add(ops.add(ops.mul(x, x), ops.mul(2, x)), ops.exp(x)),
  },
];

const choice: Case[] = [
  ...(["equal", "greater", "greaterEqual", "less", "lessEqual"] as const).map((name): Case => ({
    name,
    inputs: [floats([2, 2], [1, 2, 3, 2])],
    f: (ops, x) => ops[name](x, 2),
    flat: true,
  })),
  {
    name: "and, or, not",
    inputs: [floats([3], [1, 2, 3])],
    f: (ops, x) => ops.or(ops.and(ops.greaterEqual(x, 2), ops.less(x, 3)), ops.not(ops.lessEqual(x, 2))),
    flat: true,
  },
  ...shapes.map(([a, b]): Case => ({
    name: `where of [${a.join()}] and [${b.join()}]`,
    inputs: [distinct(a), distinct(b, -0.7)],
    f: (ops, x, y) => ops.where(ops.greater(x, 0), x, y),
    kinked: true,
  })),
  { name: "where with a number", inputs: [distinct([2, 3])], f: (ops, x) => ops.where(ops.greater(x, 0), x, 0) },
  {
    name: "where with a wide condition",
    inputs: [distinct([3]), distinct([2, 1])],
    f: (ops, x, y) => ops.where(ops.greater(ops.constant([1, -1, 1, -1, 1, 1], [2, 3]), 0), x, y),
  },
  {
    name: "where stops infinities",
    inputs: [floats([2], [1, -1])],
    f: (ops, x) => ops.mul(ops.where(ops.greater(x, 0), x, 0), ops.where(ops.greater(x, 0), 1, 5)),
  },
];

/** A network that has run into NaN must say so in its loss. */
const bad = floats([4], [NaN, Infinity, -Infinity, 1]);
const nan: Case[] = [
  ...(["neg", "abs", "square", "sqrt", "exp", "log", "tanh", "sigmoid", "relu", "softplus"] as const).map((name) => ({
    ...one(name, bad),
    name: `${name} of NaN`,
    flat: true,
  })),
  { name: "clip of NaN", inputs: [bad], f: (ops, x) => ops.clip(x, 1e-7, 1 - 1e-7), flat: true },
  { name: "maximum with NaN", inputs: [bad], f: (ops, x) => ops.maximum(x, 0), flat: true },
  { name: "minimum with NaN", inputs: [bad], f: (ops, x) => ops.minimum(0, x), flat: true },
  { name: "max of NaN", inputs: [bad], f: (ops, x) => ops.max(x), flat: true },
  { name: "min of NaN", inputs: [bad], f: (ops, x) => ops.min(x), flat: true },
  { name: "sum of NaN", inputs: [bad], f: (ops, x) => ops.sum(x), flat: true },
  { name: "softmax of NaN", inputs: [bad], f: (ops, x) => ops.sum(ops.softmax(x, -1)), flat: true },
  {
    name: "comparison with NaN",
    inputs: [bad],
    f: (ops, x) => ops.where(ops.greater(x, 0), 1, ops.where(ops.equal(x, x), 2, 3)),
    flat: true,
  },
  {
    name: "divNoNan of NaN",
    inputs: [bad],
    f: (ops, x) => ops.divNoNan(x, ops.constant([1, 2, 0, 0], [4])),
    flat: true,
  },
];

const checker = new Checker();
beforeAll(() => checker.open());

describe.each([
  ["elementwise", elementwise],
  ["arithmetic", arithmetic],
  ["choice", choice],
  ["NaN", nan],
])("recorded %s", (_, cases) => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check(c));
});
