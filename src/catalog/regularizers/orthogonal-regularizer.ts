import { choice, number } from "../param.js";
import { known } from "../shape/known.js";
import { defineRegularizer } from "../word.js";

export const orthogonalRegularizer = defineRegularizer({
  name: "orthogonal_regularizer",
  keras: "OrthogonalRegularizer",
  summary: "Penalty on the cosine similarity of a matrix's rows (or columns): 0 where all are orthogonal.",
  explain:
    "Keeps units from learning the same direction, where l1 and l2 only keep weights small: for wide layers whose " +
    "units repeat each other. " +
    "The value is factor · the mean absolute cosine of all pairs of vectors.",
  params: {
    factor: number({ doc: "Factor of the mean absolute cosine.", default: 0.01, min: 0, positional: true }),
    mode: choice(["rows", "columns"], {
      doc: "Which vectors of the matrix should be orthogonal.",
      default: "rows",
      positional: true,
    }),
  },
  check: (args, shape) => {
    if (shape.length !== 2) return `needs a matrix, and the weight has ${shape.length} axes`;
    // With one vector there is no pair: Keras divides 0 by 0.
    return shape[args.mode === "rows" ? 0 : 1]! < 2 ? `needs at least two ${args.mode} to compare` : null;
  },
  penalty: (ops, args, weight) => {
    const rows = args.mode === "rows";
    const vectors = rows ? weight : ops.transpose(weight, [1, 0]); // [n, length]
    const length2 = ops.sum(ops.square(vectors), [1], true);
    // Keras's normalize: 1/norm, at most 1/epsilon. The square is bounded instead of the root: no infinite gradient at
    // 0.
    const unit = ops.mul(vectors, ops.rsqrt(ops.maximum(length2, 1e-14)));
    const n = known(weight.shape[rows ? 0 : 1]);
    const others = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 0 : 1));
    const cosines = ops.mul(ops.matmul(unit, unit, false, true), ops.constant(others, [n, n])); // [n, n], diagonal 0
    return ops.mul(ops.sum(ops.abs(cosines)), args.factor / (n * (n - 1)));
  },
  examples: ["orthogonal_regularizer(0.01)", "orthogonal_regularizer(0.01, columns)"],
});
