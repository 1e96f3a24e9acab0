import type * as tf from "@tensorflow/tfjs";
import type { NdArray } from "../data/dataset.js";
import { predictRows } from "../engine/layers-engine.js";
import { namedArrays, rowCount, type NamedArrays } from "./named-arrays.js";

export interface PredictOptions {
  /** Rows that are computed at a time. Default 32. */
  readonly batchSize?: number;
}

/**
 * What a model makes of rows, by output name: `const { dense_1 } = await predict(model, x)`.
 * @param x by input name, or bare where there is only one
 */
export async function predict(
  model: tf.LayersModel,
  x: NamedArrays,
  { batchSize = 32 }: PredictOptions = {},
): Promise<Readonly<Record<string, NdArray>>> {
  const inputs = namedArrays(
    x,
    model.inputs.map((input) => input.sourceLayer.name),
  );
  const outputs = model.outputs.map((output) => output.sourceLayer.name);
  return predictRows(model, outputs, { rows: rowCount(inputs), inputs }, batchSize);
}
