import type { AnyParams, Described } from "./described.js";
import type { ArgsOf, Params } from "./param.js";

/** Logged values of one epoch by name: loss, val_loss, accuracy, … */
export type Logs = Readonly<Record<string, number>>;

/** What a callback knows of the run. */
export interface EpochEnd {
  /** From 0. */
  readonly epoch: number;
  readonly logs: Logs;
  /** Whether more is better, by the metric behind the name; null when unknown. */
  direction(monitor: string): "max" | "min" | null;
  readonly learningRate: number;
}

/** What a callback wants done; carried out by the training loop in the order of the callbacks. */
export type Action =
  | { readonly do: "stop"; readonly reason: string }
  /** Remember the weights as they are, under the callback's own name. */
  | { readonly do: "keep" }
  /** Put the remembered weights back when training ends (for whatever reason). */
  | { readonly do: "restore" }
  | { readonly do: "learning_rate"; readonly value: number }
  | { readonly do: "save"; readonly path: string; readonly weightsOnly: boolean }
  /**
   * Put text into a file of the run folder at byte `at` (0: it begins anew); what stands beyond was written by a run
   * that was cut off.
   */
  | { readonly do: "append"; readonly path: string; readonly text: string; readonly at: number }
  | { readonly do: "say"; readonly message: string };

/** A pure state machine: its state is plain JSON, so a resumed run goes on exactly. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whoever keeps a state does not know what is in it
export interface CallbackWord<P extends Params = AnyParams, S = any> extends Described<"callback", P> {
  start(args: ArgsOf<P>): S;
  /** Before an epoch: schedules. */
  epochBegin?(
    args: ArgsOf<P>,
    state: S,
    epoch: number,
    learningRate: number,
  ): { readonly state: S; readonly actions: readonly Action[] };
  epochEnd?(args: ArgsOf<P>, state: S, end: EpochEnd): { readonly state: S; readonly actions: readonly Action[] };
  /** After the last epoch, whatever ended it. */
  trainEnd?(args: ArgsOf<P>, state: S): { readonly state: S; readonly actions: readonly Action[] };
  /** It sets the learning rate, so the optimizer's has to be a plain number. */
  readonly setsRate?: true;
  /** The log names it reads. */
  monitors?(args: ArgsOf<P>): readonly string[];
  /** Extra check with the training around it. */
  check?(args: ArgsOf<P>, training: { readonly epochs: number }): string | null;
}
