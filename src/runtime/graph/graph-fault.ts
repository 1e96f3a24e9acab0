import type { ModelIr } from "../../ir/ir.js";
import type { Objective } from "../engine/engine.js";
import type { Rows } from "../data/dataset.js";
import { dataSpecOf } from "./build/data-spec.js";
import { buildProgram, passPlan } from "./build/training-program.js";

/** Why a training cannot be compiled into a graph, as the end of a sentence; null when it can. Needs no TensorFlow. */
export function graphFault(model: ModelIr, seed: number, objective: Objective, train: Rows, batchSize: number): string | null {
  try {
    buildProgram({ model, seed, objective, train: passPlan(dataSpecOf(model, train), train.rows, batchSize), evaluate: null });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
