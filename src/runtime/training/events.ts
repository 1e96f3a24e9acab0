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
      readonly versions: Readonly<Record<string, string>>;
    }
  /** A stage of several begins. */
  | {
      readonly event: "phase";
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
      /** Where there are several. */
      readonly phase?: string;
      readonly epoch: number;
      readonly logs: Logs;
      readonly learning_rate: number;
      readonly ms: number;
    }
  | {
      readonly event: "stop";
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
  | { readonly event: "say"; readonly message: string }
  | { readonly event: "end"; readonly epochs: number; readonly ms: number; readonly run: string | null };
