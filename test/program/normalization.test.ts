import { beforeAll, describe, it } from "vitest";
import { between, Checker, distinct, type Case } from "./support/cases.js";

const checker = new Checker();
beforeAll(() => checker.open());

const gamma = between([3], 0.5, 1.5);
const beta = between([3], -0.5, 0.5);
const epsilon = 1e-3;
const shapes = [
  [4, 3],
  [4, 5, 3],
  [2, 3, 4, 3],
  [2, 2, 2, 2, 3],
  [1, 3],
  [1, 1, 1, 3],
];

const cases: Case[] = shapes.flatMap((shape) => [
  {
    name: `[${shape.join(", ")}]`,
    inputs: [distinct(shape), gamma, beta],
    f: (ops, x, g, b) => ops.batchNorm(x, { epsilon, gamma: g, beta: b }).value,
    tolerance: 1e-4,
  },
  {
    name: `[${shape.join(", ")}] without gamma`,
    inputs: [distinct(shape), beta],
    f: (ops, x, b) => ops.batchNorm(x, { epsilon, gamma: null, beta: b }).value,
    tolerance: 1e-4,
  },
  {
    name: `[${shape.join(", ")}] without beta`,
    inputs: [distinct(shape), gamma],
    f: (ops, x, g) => ops.batchNorm(x, { epsilon, gamma: g, beta: null }).value,
    tolerance: 1e-4,
  },
  {
    name: `mean and biased variance of [${shape.join(", ")}]`,
    inputs: [distinct(shape)],
    f: (ops, x) => {
      const { mean, variance } = ops.batchNorm(x, { epsilon, gamma: null, beta: null });
      return ops.stack([mean, variance], 0);
    },
    flat: true,
  },
]);

describe("batches normalized by channel", () => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_, c) => checker.check(c));
});
