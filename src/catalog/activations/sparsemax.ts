import type { Ops, Tensor } from "../../tensor/ops.js";
import { int } from "../param.js";
import { defineActivation } from "../word.js";

export const sparsemax = defineActivation({
  name: "sparsemax",
  keras: "sparsemax",
  summary: "max(x - τ, 0), with τ from the largest values: most results are exactly 0.",
  explain:
    "After Martins and Astudillo, in the form that Keras computes: where more than one value is in the support, " +
    "Keras sums the " +
    "running sums for τ, so that the results do not add up to 1 as the paper's would. regnet gives Keras's numbers.",
  reference: "Martins and Astudillo, From softmax to sparsemax, 2016",
  params: { axis: int({ doc: "Axis along which the results belong together.", default: -1, positional: true }) },
  apply: (ops, { axis }, x) => {
    const rank = x.shape.length;
    const at = axis < 0 ? axis + rank : axis;
    if (at === rank - 1) return alongLast(ops, x);
    const swapped = x.shape.map((_, i) => (i === at ? rank - 1 : i === rank - 1 ? at : i));
    return ops.transpose(alongLast(ops, ops.transpose(x, swapped)), swapped);
  },
  range: "nonnegative",
  examples: ["sparsemax"],
});

function alongLast(ops: Ops, x: Tensor): Tensor {
  const length = x.shape.at(-1);
  if (typeof length !== "number") throw new Error("sparsemax needs a known axis");
  const sorted = ops.topK(x, length).values; // [..., length], descending
  const sums = ops.cumsum(sorted, -1);
  const counts = ops.constant(
    Float32Array.from({ length }, (_, i) => i + 1),
    [length],
  );
  const support = ops.greater(ops.sub(sorted, ops.div(ops.sub(sums, 1), counts)), 0);
  const size = ops.sum(ops.cast(support, "float32"), [-1], true);
  const tau = ops.div(ops.sub(ops.sum(ops.where(support, sums, 0), [-1], true), 1), size);
  return ops.relu(ops.sub(x, tau));
}
