import { number } from "../param.js";
import { defineInitializer } from "../word.js";
import { orthonormal } from "./orthonormal.js";
import { seedParam } from "./seed-param.js";

export const orthogonal = defineInitializer({
  name: "orthogonal",
  keras: "Orthogonal",
  summary: "A random orthogonal matrix: rows or columns, whichever are fewer, are orthonormal.",
  explain:
    "Keeps the length of what passes through: the choice for recurrent kernels. Kernels of more axes are " +
    "flattened to [rest, last].",
  reference: "Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, 2014",
  params: { gain: number({ doc: "Factor of the orthogonal matrix.", default: 1, positional: true }), seed: seedParam },
  renamed: { scale: "gain" },
  check: (_args, shape) => (shape.length < 2 ? "needs a weight of at least two axes" : null),
  values: ({ gain }, shape, random) => {
    const columns = shape.at(-1)!;
    const rows = shape.slice(0, -1).reduce((n, d) => n * d, 1);
    const tall = rows >= columns;
    const basis = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
    return Float32Array.from({ length: rows * columns }, (_, i) => {
      const row = Math.floor(i / columns);
      const column = i % columns;
      return gain * (tall ? basis[column]![row]! : basis[row]![column]!);
    });
  },
  examples: ["orthogonal", "orthogonal(gain=1.4)"],
});
