import type { ModelIr } from "../../ir/ir.js";
import type { Objective } from "../engine/engine.js";
import type { Rows } from "../data/dataset.js";
import { dataSpecOf } from "./build/data-spec.js";
import { passPlan } from "./build/program-plan.js";
import { buildProgram } from "./build/training-program.js";
import { batchSizes, predictProgram, rowShapes } from "./predict-program.js";

/** Why a training cannot be compiled into a graph, as the end of a sentence; null when it can. Needs no TensorFlow. */
export const graphFault = (
  model: ModelIr,
  seed: number,
  objective: Objective,
  train: Rows,
  batchSize: number,
): string | null =>
  faultOf(() =>
    buildProgram({
      model,
      seed,
      objective,
      train: passPlan(dataSpecOf(model, train), train.rows, batchSize),
      evaluate: null,
    }),
  );

/** The same of an evaluation. */
export const evaluationFault = (
  model: ModelIr,
  seed: number,
  objective: Objective,
  rows: Rows,
  batchSize: number,
): string | null =>
  faultOf(() =>
    buildProgram({
      model,
      seed,
      objective,
      train: null,
      evaluate: passPlan(dataSpecOf(model, rows), rows.rows, batchSize),
    }),
  );

/** The same of predictions. */
export const predictionFault = (
  model: ModelIr,
  seed: number,
  rows: Pick<Rows, "rows" | "inputs">,
  batchSize: number,
): string | null =>
  faultOf(() => predictProgram(model, seed, rowShapes(model, rows.inputs), batchSizes(rows.rows, batchSize)));

function faultOf(compile: () => unknown): string | null {
  try {
    compile();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
