import type { ModelIr } from "../../ir/ir.js";
import type { NdArray, Rows } from "../data/dataset.js";
import { asType } from "./build/data-spec.js";
import type { PassControl } from "./run-loop.js";
import type { Fed, Fetched, GraphSession } from "./session.js";

/**
 * Predictions for rows, by output name: batch after batch, on a session with a `predict:<rows>` for each size of batch.
 */
export async function predictionPass(
  session: GraphSession,
  model: ModelIr,
  { rows, inputs }: Pick<Rows, "rows" | "inputs">,
  batch: number,
  control: PassControl,
): Promise<Readonly<Record<string, NdArray>>> {
  const arrays = model.inputs.map(
    ({ name, dtype }) => [name, asType(inputs[name]!, dtype === "int32" ? "int32" : "float32")] as const,
  );
  const results = new Map<string, { readonly data: Float32Array; readonly shape: readonly number[] }>();
  for (let begin = 0; begin < rows; begin += batch) {
    const end = Math.min(begin + batch, rows);
    const feeds = Object.fromEntries(arrays.map(([name, x]) => [name, rowsOf(x, begin, end)]));
    for (const [name, part] of Object.entries(session.run(`predict:${end - begin}`, feeds))) {
      if (begin === 0) results.set(name, roomFor(part, rows));
      results.get(name)!.data.set(part.data as Float32Array, begin * size(part.shape.slice(1)));
    }
    await control.breathe();
  }
  return Object.fromEntries(
    model.outputs.map(({ name }) => [name, results.get(name) ?? { data: new Float32Array(0), shape: [0] }]),
  );
}

function rowsOf({ data, shape }: Fed, begin: number, end: number): Fed {
  const width = size(shape.slice(1));
  return { data: data.subarray(begin * width, end * width), shape: [end - begin, ...shape.slice(1)] };
}

const roomFor = (
  { shape }: Fetched,
  rows: number,
): { readonly data: Float32Array; readonly shape: readonly number[] } => ({
  data: new Float32Array(rows * size(shape.slice(1))),
  shape: [rows, ...shape.slice(1)],
});

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
