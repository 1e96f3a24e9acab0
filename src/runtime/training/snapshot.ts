import type { Logs } from "../../catalog/word.js";
import type { OptimizerState } from "../engine/engine.js";
import type { WeightValues } from "../engine/model-weights.js";
import type { CallbackStates } from "./callbacks.js";

/** One row of the history: epoch from 1, then the logs. */
export interface EpochRecord {
  /** Of a training of several stages: which one. */
  readonly phase?: string;
  readonly epoch: number;
  readonly logs: Logs;
  readonly learningRate: number;
  readonly ms: number;
}

export interface KeptWeights {
  readonly epoch: number;
  readonly values: WeightValues;
}

/** Where a stage begins among those of its training. */
export interface StageStart {
  /** From 0. */
  readonly place: number;
  /** Epochs of earlier stages. */
  readonly epochs: number;
  /** Optimizer steps of earlier stages: the number that random draws of this one go on from. */
  readonly steps: number;
  /** How earlier stages ended before their last epoch; null: none did. */
  readonly stopped: string | null;
}

/** What earlier stages leave behind beside the weights. */
export interface Earlier {
  readonly stage: StageStart;
  readonly history: readonly EpochRecord[];
}

export const FIRST_STAGE: StageStart = { place: 0, epochs: 0, steps: 0, stopped: null };
export const NOTHING_EARLIER: Earlier = { stage: FIRST_STAGE, history: [] };

/** Everything between two epochs: from here a training goes on to equal numbers. */
export interface Snapshot {
  /** The stage it was taken in. */
  readonly stage: StageStart;
  /** Epochs done, those of earlier stages too. */
  readonly epoch: number;
  /** Rate set by callbacks, null: the optimizer's own. */
  readonly learningRate: number | null;
  readonly callbacks: CallbackStates;
  /** Weights remembered by callbacks, by their place in the list. */
  readonly kept: Readonly<Record<number, KeptWeights>>;
  readonly history: readonly EpochRecord[];
  readonly weights: WeightValues;
  readonly optimizer: OptimizerState;
  /** Why a callback ended it; null while it may go on. */
  readonly stopped: string | null;
}

/** A sentence about a stage's end, with its name where there are several. */
export const saidInPhase = (phase: string | null, sentence: string | null): string | null =>
  phase === null || sentence === null ? sentence : `phase ${phase}: ${sentence}`;
