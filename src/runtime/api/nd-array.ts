import type { NdArray } from "../data/dataset.js";

/** Numbers in lists of lists, all of one length on one level: rows first. */
export type Nested = ArrayLike<number> | readonly Nested[];

/**
 * Lists of numbers as an array: `ndArray([[0, 1], [1, 0]])` has shape [2, 2]. `int32` for class indices and tokens.
 * @throws TypeError for lists of different lengths, and for what is no number
 */
export function ndArray(values: Nested, dtype: "float32" | "int32" = "float32"): NdArray {
  const shape: number[] = [];
  for (let part: unknown = values; isList(part); part = part[0]) shape.push(part.length);
  const size = shape.reduce((n, d) => n * d, 1);
  const data = dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
  let at = 0;
  const add = (part: unknown, level: number): void => {
    const wanted = shape[level];
    if (!isList(part) || wanted === undefined) {
      if (typeof part !== "number" || wanted !== undefined)
        throw new TypeError(`an array of shape [${shape.join(", ")}] has ${JSON.stringify(part)} on level ${level}`);
      data[at++] = part;
      return;
    }
    if (part.length !== wanted)
      throw new TypeError(`the lists on level ${level} have different lengths: ${wanted} and ${part.length}`);
    for (let i = 0; i < part.length; i++) add(part[i], level + 1);
  };
  add(values, 0);
  return { data, shape };
}

const isList = (x: unknown): x is ArrayLike<unknown> => Array.isArray(x) || ArrayBuffer.isView(x);
