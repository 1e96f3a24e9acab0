import type { NdArray, Rows } from "../data/dataset.js";

/** Rows whose numbers lie in memory that threads share: handing them over copies nothing. */
export const sharedRows = (rows: Rows): Rows => ({
  rows: rows.rows,
  inputs: sharedArrays(rows.inputs),
  targets: sharedArrays(rows.targets),
  weights: rows.weights && (sharedArray({ data: rows.weights, shape: [rows.rows] }).data as Float32Array),
});

export const sharedArrays = (arrays: Readonly<Record<string, NdArray>>): Readonly<Record<string, NdArray>> =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, sharedArray(array)]));

function sharedArray({ data, shape }: NdArray): NdArray {
  if (data.buffer instanceof SharedArrayBuffer) return { data, shape };
  const memory = new SharedArrayBuffer(data.byteLength);
  const copy = data instanceof Int32Array ? new Int32Array(memory) : new Float32Array(memory);
  copy.set(data);
  return { data: copy, shape };
}
