import type { Logs } from "../../catalog/word.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { Objective } from "./engine.js";
import type { WeightValues } from "./model-weights.js";

/** What evaluates and predicts with weights that stay as they are. */
export interface Inference {
  /** Loss with penalties, and all metrics, as training evaluates its validation rows. Needs the task's objective. */
  evaluate(rows: Rows, batchSize: number): Promise<Logs>;
  /** By output name. */
  predict(rows: Pick<Rows, "rows" | "inputs">, batchSize: number): Promise<Readonly<Record<string, NdArray>>>;
  dispose(): Promise<void>;
}

export interface InferenceTask {
  /** Null for a model without a train block, which can only predict. */
  readonly objective: Objective | null;
  /** All of the model's. */
  readonly weights: WeightValues;
}

export type InferenceMaker = (task: InferenceTask) => Promise<Inference>;
