import { beforeAll, describe, it } from "vitest";
import type { Padding } from "../../src/tensor/ops.js";
import { Checker, distinct, floats, type Case } from "./support/cases.js";

const sizes = (rank: number, n: number): number[] => [n, n - 1, 4].slice(0, rank);
const kernels = [3, 2, 2];
const all = (rank: number, n: number): number[] => Array<number>(rank).fill(n);
const paddings = (rank: number): [string, Padding][] => [
  ["valid", "valid"],
  ["same", "same"],
  ["explicit", Array.from({ length: rank }, (_, i): readonly [number, number] => [1 + (i % 2), 2])],
];

const convolutions: Case[] = [];
const depthwise: Case[] = [];
const transposed: Case[] = [];
for (const rank of [1, 2, 3]) {
  for (const [said, padding] of paddings(rank)) {
    for (const [strides, dilations] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
      [3, 1],
    ] as const) {
      const name = `${rank}d ${said}, strides ${strides}, dilation ${dilations}`;
      const kernel = kernels.slice(0, rank);
      const options = { strides: all(rank, strides), padding, dilations: all(rank, dilations) };
      const x = distinct([2, ...sizes(rank, 7), 2]);
      convolutions.push({
        name: `conv ${name}`,
        inputs: [x, distinct([...kernel, 2, 3], -0.8)],
        f: (ops, v, w) => ops.conv(v, w, options),
        tolerance: 1e-4,
      });
      if (rank < 3) {
        const inputs = [x, distinct([...kernel, 2, 2], -0.8)];
        depthwise.push({
          name: `depthwise ${name}`,
          inputs,
          f: (ops, v, w) => ops.depthwiseConv(v, w, options),
          tolerance: 1e-4,
        });
      }
      const small = sizes(rank, 4);
      const span = kernel.map((k) => (k - 1) * dilations + 1);
      const outputSize = small.map((n, i) =>
        padding === "same"
          ? n * strides
          : (n - 1) * strides + span[i]! - (padding === "valid" ? 0 : padding[i]![0] + padding[i]![1]),
      );
      if (outputSize.some((n) => n <= 0)) continue;
      transposed.push({
        name: `transposed ${name}`,
        inputs: [distinct([2, ...small, 2]), distinct([...kernel, 3, 2], -0.8)],
        f: (ops, v, w) => ops.convTranspose(v, w, { ...options, outputSize }),
        tolerance: 1e-4,
      });
    }
  }
}
convolutions.push(
  {
    name: "groups",
    inputs: [distinct([2, 5, 5, 4]), distinct([2, 2, 2, 6])],
    f: (ops, x, w) => ops.conv(x, w, { strides: [1, 1], padding: "same", dilations: [1, 1], groups: 2 }),
    tolerance: 1e-4,
  },
  {
    name: "unequal strides",
    inputs: [distinct([2, 5, 6, 2]), distinct([2, 3, 2, 3])],
    f: (ops, x, w) => ops.conv(x, w, { strides: [2, 1], padding: "same", dilations: [1, 1] }),
    tolerance: 1e-4,
  },
  {
    name: "after padding",
    inputs: [distinct([2, 5, 6, 2]), distinct([3, 2, 2, 3])],
    f: (ops, x, w) =>
      ops.conv(
        ops.pad(x, [
          [0, 0],
          [1, 1],
          [0, 2],
          [0, 0],
        ]),
        w,
        { strides: [2, 2], padding: "valid", dilations: [1, 1] },
      ),
    tolerance: 1e-4,
  },
  {
    name: "a kernel of 1",
    inputs: [distinct([2, 5, 6, 2]), distinct([1, 1, 2, 3])],
    f: (ops, x, w) => ops.conv(x, w, { strides: [1, 1], padding: "valid", dilations: [1, 1] }),
    tolerance: 1e-4,
  },
);
depthwise.push({
  name: "depthwise of unequal strides",
  inputs: [distinct([2, 5, 6, 2]), distinct([2, 3, 2, 2])],
  f: (ops, x, w) => ops.depthwiseConv(x, w, { strides: [2, 1], padding: "same", dilations: [1, 1] }),
  tolerance: 1e-4,
});
for (const [outputSize, padding] of [
  [[9, 8], "valid"],
  [[7, 9], "same"],
  [
    [5, 5],
    [
      [1, 0],
      [0, 1],
    ],
  ],
] as [number[], Padding][]) {
  transposed.push({
    name: `transposed to ${outputSize.join()}, ${JSON.stringify(padding)}`,
    inputs: [distinct([2, 3, 3, 2]), distinct([3, 2, 3, 2], -0.8)],
    f: (ops, x, w) => ops.convTranspose(x, w, { strides: [2, 2], padding, dilations: [1, 1], outputSize }),
    tolerance: 1e-4,
  });
}

const pools: Case[] = [];
for (const name of ["maxPool", "avgPool"] as const) {
  for (const rank of [1, 2, 3]) {
    for (const padding of ["valid", "same"] as const) {
      for (const [size, stride] of [
        [2, 2],
        [3, 2],
        [2, 1],
        [3, 3],
      ] as const) {
        pools.push({
          name: `${name} ${rank}d ${padding} ${size} by ${stride}`,
          inputs: [distinct([2, ...sizes(rank, 6), 2])],
          f: (ops, x) => ops[name](x, { size: all(rank, size), strides: all(rank, stride), padding }),
          kinked: name === "maxPool",
        });
      }
    }
  }
}

pools.push({
  name: "maxPool of equals",
  inputs: [floats([1, 4, 4, 1], [1, 1, 2, 0, 1, 1, 2, 2, 0, 0, 3, 3, 0, 5, 3, 3])],
  f: (ops, x) => ops.maxPool(x, { size: [2, 2], strides: [1, 1], padding: "same" }),
  kinked: true,
});

// TensorFlow's own kernel would hand the gradient to all that are within 1e-5 of the largest.
pools.push({
  name: "maxPool 3d of equals and of what is nearly equal",
  inputs: [floats([1, 2, 2, 4, 1], [1, 1.000001, 2, 2, 0, 1.000008, 2, 1, 1, 1.000004, 2, 2, 1, 0, 1, 1])],
  f: (ops, x) => ops.maxPool(x, { size: [2, 2, 2], strides: [2, 2, 2], padding: "valid" }),
  kinked: true,
});

const groups: [string, Case[]][] = [
  ["convolution", convolutions],
  ["depthwise", depthwise],
  ["transposed", transposed],
  ["pooling", pools],
];
const checker = new Checker();
beforeAll(() => checker.open());

describe.each(groups)("recorded %s", (_, cases) => {
  it.each(cases.map((c) => [c.name, c] as const))("%s", (_name, c) => checker.check(c));
});
