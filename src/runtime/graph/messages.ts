import type { Code } from "../../diagnostics/codes/index.js";
import { Failure } from "../../diagnostics/failure.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { Logs } from "../../catalog/word.js";
import type { EpochPlan, EpochResult, OptimizerState } from "../engine/engine.js";
import type { WeightValues } from "../engine/model-weights.js";
import type { GraphTask } from "./graph-core.js";
import type { GraphInferenceTask } from "./inference-core.js";

/** What the worker thread is started with. */
export interface WorkerStart {
  /** Seconds a call may take. */
  readonly budget: number;
  /** The starting thread's `stderrLock`. */
  readonly stderr: SharedArrayBuffer;
}

/** What the worker can be asked to do: arguments and answers are plain data. */
export interface Requests {
  /** Makes the engine of this number, to train; answers with its parameters. */
  train(task: GraphTask): number;
  /** Makes the engine of this number, to evaluate and predict. */
  infer(task: GraphInferenceTask): void;
  epoch(plan: Omit<EpochPlan, "signal" | "onBatch">): EpochResult;
  /** Null: the task's validation rows; as an answer: it was stopped. */
  evaluate(rows: Rows | null, batchSize: number): Logs | null;
  predict(rows: Pick<Rows, "rows" | "inputs">, batchSize: number): Readonly<Record<string, NdArray>>;
  getWeights(): WeightValues;
  setWeights(values: WeightValues): void;
  getOptimizer(): OptimizerState;
  setOptimizer(state: OptimizerState): void;
  finish(): void;
  dispose(): void;
  /** Ends the thread. */
  end(): void;
}

export type Method = keyof Requests;

export interface Request<M extends Method = Method> {
  readonly id: number;
  /** Which of the thread's engines is asked. */
  readonly engine: number;
  readonly method: M;
  readonly args: Parameters<Requests[M]>;
  /** An int32: not 0 once the pass is to stop. Read between calls into TensorFlow. */
  readonly stop?: SharedArrayBuffer;
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: SentError }
  /** Rows done of the epoch that was asked for by that number. */
  | { readonly id: number; readonly done: number };

/** The start's own answer has this id: TensorFlow's version, or why there is none. */
export const START = 0;

/** An error on its way between threads. */
export interface SentError {
  readonly message: string;
  readonly failure: { readonly code: Code; readonly hint: string | null; readonly exitCode: 1 | 3 } | null;
}

export const sentError = (error: unknown): SentError => ({
  message: error instanceof Error ? error.message : String(error),
  failure: error instanceof Failure ? { code: error.code, hint: error.hint, exitCode: error.exitCode } : null,
});

export const receivedError = ({ message, failure }: SentError): Error =>
  failure ? new Failure(failure.code, message, failure.hint, failure.exitCode) : new Error(message);
