import type { Logs } from "../../catalog/word.js";

/** What happens in a training, in order: exactly what `regnet train --json` prints. */
export type TrainingEvent =
  | {
      readonly event: "start";
      readonly model: string;
      readonly engine: string;
      readonly backend: string;
      readonly parameters: number;
      readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
      readonly seed: number;
      readonly epochs: number;
      /** Of a training over several folds: how many; `epochs` are those of each, and `rows` those of the first. */
      readonly folds?: number;
      readonly versions: Readonly<Record<string, string>>;
    }
  /** A fold of several begins or goes on: all events up to the next one are its own, and bear its number. */
  | {
      readonly event: "fold";
      /** From 1. */
      readonly fold: number;
      readonly of: number;
      readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
      /** Its folder. */
      readonly run: string;
    }
  /** What a fold's model is worth on its validation rows. */
  | { readonly event: "fold_end"; readonly fold: number; readonly logs: Logs }
  /** What all folds came to. */
  | { readonly event: "folds"; readonly folds: number; readonly mean: Logs; readonly deviation: Logs }
  /** A stage of several begins. */
  | {
      readonly event: "phase";
      readonly fold?: number;
      /** Its name, or its number from 1. */
      readonly phase: string;
      /** The numbers of its epochs, as planned. */
      readonly first_epoch: number;
      readonly last_epoch: number;
      /** Layers that do not train in it. */
      readonly frozen: readonly string[];
    }
  /** Numbers from 1, on across phases; the logs beside. */
  | {
      readonly event: "epoch";
      readonly fold?: number;
      /** Where there are several. */
      readonly phase?: string;
      readonly epoch: number;
      readonly logs: Logs;
      readonly learning_rate: number;
      readonly ms: number;
    }
  | {
      readonly event: "stop";
      readonly fold?: number;
      readonly phase?: string;
      /** The whole sentence: `stopped at epoch 25 of 100: …; weights of epoch 20 restored`. */
      readonly message: string;
      readonly reason: string;
      readonly epoch: number;
      /** Epoch whose weights the model has, when they were restored. */
      readonly best_epoch: number | null;
      readonly monitor: string | null;
      readonly best: number | null;
    }
  | { readonly event: "say"; readonly fold?: number; readonly message: string }
  | {
      readonly event: "end";
      readonly fold?: number;
      readonly epochs: number;
      readonly ms: number;
      readonly run: string | null;
    };

/** The event of a fold's training, among those of others. */
export function ofFold(fold: number, event: TrainingEvent): TrainingEvent {
  const { event: kind, ...said } = event;
  return { event: kind, fold, ...said } as TrainingEvent;
}
