import * as tf from "@tensorflow/tfjs";
import type { NdArray, Rows } from "../data/dataset.js";

/** Rows `order[begin … end)` as one tensor. */
function gatherRows({ data, shape }: NdArray, order: Int32Array, begin: number, end: number): tf.Tensor {
  const width = shape.slice(1).reduce((n, d) => n * d, 1);
  const picked =
    data instanceof Int32Array ? new Int32Array((end - begin) * width) : new Float32Array((end - begin) * width);
  for (let i = begin; i < end; i++)
    picked.set(data.subarray(order[i]! * width, (order[i]! + 1) * width), (i - begin) * width);
  return tf.tensor(picked, [end - begin, ...shape.slice(1)], data instanceof Int32Array ? "int32" : "float32");
}

export interface Batch {
  readonly rows: number;
  readonly inputs: readonly tf.Tensor[];
  readonly targets: Readonly<Record<string, tf.Tensor>>;
  /** [N], null: all 1. */
  readonly weights: tf.Tensor | null;
}

/** The tensors of one batch; to be made inside a `tidy`. */
export function batchOf(
  data: Rows,
  inputNames: readonly string[],
  order: Int32Array,
  begin: number,
  end: number,
): Batch {
  return {
    rows: end - begin,
    inputs: inputNames.map((name) => {
      const array = data.inputs[name];
      if (!array)
        throw new Error(`the data has nothing for the input ${name}; it has ${Object.keys(data.inputs).join(", ")}`);
      return gatherRows(array, order, begin, end);
    }),
    targets: Object.fromEntries(
      Object.entries(data.targets).map(([name, array]) => [name, gatherRows(array, order, begin, end)]),
    ),
    weights: data.weights ? gatherRows({ data: data.weights, shape: [data.rows] }, order, begin, end) : null,
  };
}
