import { flag, type Translate, type TranslationTable } from "./translation.js";

const reduced =
  (op: string): Translate =>
  (t) =>
    t.b.add(op, [t.x(0)], { axes: { ints: t.numbers(1) }, keepdims: { int: flag(t.node, "keep_dims") ? 1 : 0 } });

/**
 * Sums, extremes and orderings over axes. Opset 17 takes the axes of ReduceSum as an input, those of the others as an
 * attribute.
 */
export const reductionTable: TranslationTable = {
  Sum: ({ b, node, x, numbers }) =>
    b.add("ReduceSum", [x(0), b.ints(numbers(1))], { keepdims: { int: flag(node, "keep_dims") ? 1 : 0 } }),
  Mean: reduced("ReduceMean"),
  Max: reduced("ReduceMax"),
  Min: reduced("ReduceMin"),
  Prod: reduced("ReduceProd"),
  Cumsum: ({ b, node, x, numbers }) =>
    b.add("CumSum", [x(0), b.int(numbers(1)[0]!)], {
      exclusive: { int: flag(node, "exclusive") ? 1 : 0 },
      reverse: { int: flag(node, "reverse") ? 1 : 0 },
    }),
  ArgMax: ({ b, x, numbers }) =>
    b.cast(b.add("ArgMax", [x(0)], { axis: { int: numbers(1)[0]! }, keepdims: { int: 0 } }), "int32"),
  Softmax: ({ b, x }) => b.add("Softmax", [x(0)], { axis: { int: -1 } }),
  LogSoftmax: ({ b, x }) => b.add("LogSoftmax", [x(0)], { axis: { int: -1 } }),
  TopKV2: ({ b, x, numbers }) => {
    const [values, indices] = b.addAll("TopK", [x(0), b.ints(numbers(1))], 2, { axis: { int: -1 } });
    return [values!, b.cast(indices!, "int32")];
  },
};
