import type { MetricIr, WordCall } from "../../ir/ir.js";
import type { Logs } from "../../catalog/word.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { WeightValues } from "./model-weights.js";

/** What a model is trained by: by output name, everything explicit. */
export interface Objective {
  readonly optimizer: WordCall;
  readonly loss: Readonly<Record<string, WordCall | null>>;
  readonly lossWeights: Readonly<Record<string, number>>;
  readonly metrics: Readonly<Record<string, readonly MetricIr[]>>;
}

export interface EpochPlan {
  /** Row numbers in the order of this epoch. */
  readonly order: Int32Array;
  readonly batchSize: number;
  /** How many rows from the front of the order; null: all. The last batch may be short. */
  readonly rows: number | null;
  /** Rate set by callbacks; null: the optimizer's own or its schedule's. */
  readonly learningRate: number | null;
  /** Asked between batches. */
  readonly signal?: AbortSignal;
  /** After each batch: rows done so far. */
  readonly onBatch?: (done: number, of: number) => void;
}

export interface EpochResult {
  /** Keras's running means over the epoch: loss, penalty, metrics. */
  readonly logs: Logs;
  readonly rows: number;
  /**
   * Number (from 1) of the optimizer step whose loss was no finite number: the epoch ended with it. Its update may have
   * reached the weights, so the caller puts back what was before the epoch. Null: none.
   */
  readonly notFiniteAt: number | null;
  readonly aborted: boolean;
}

/** Everything an optimizer remembers: enough to go on to equal numbers. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number;
  /** By `weight#slot` and, for the optimizer as a whole, `#scalar`. */
  readonly values: Readonly<Record<string, NdArray>>;
}

/** What trains and runs one model. Data is handed over once; nothing else assumes where it is computed. */
export interface Engine {
  readonly parameters: number;
  epoch(plan: EpochPlan): Promise<EpochResult>;
  /**
   * Loss with penalties, and all metrics, as in `epoch` but without training. Asks the signal between batches, and
   * rejects with its reason.
   */
  evaluate(rows: Rows, batchSize: number, signal?: AbortSignal): Promise<Logs>;
  /** By output name. */
  predict(rows: Pick<Rows, "rows" | "inputs">, batchSize: number): Promise<Readonly<Record<string, NdArray>>>;
  getWeights(): Promise<WeightValues>;
  setWeights(values: WeightValues): Promise<void>;
  getOptimizer(): Promise<OptimizerState>;
  setOptimizer(state: OptimizerState): Promise<void>;
  /** The model's weights at the end of training, where the optimizer keeps averages. */
  finish(): Promise<void>;
  dispose(): Promise<void>;
}
