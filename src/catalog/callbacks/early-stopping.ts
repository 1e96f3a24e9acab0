import { bool, int, number } from "../param.js";
import { fromJson, toJson, type JsonNumber } from "../training/json-number.js";
import {
  directionOf,
  improves,
  minDeltaParam,
  missingMonitor,
  modeParam,
  monitorParam,
  verboseParam,
} from "../training/monitor.js";
import { defineCallback, type Action } from "../word.js";

export interface State {
  readonly wait: number;
  /** Best value yet, null before the first. */
  readonly best: JsonNumber | null;
  /** Epoch, from 0, of the best value (or of the first one seen). */
  readonly bestEpoch: number;
  /** Whether weights were remembered. */
  readonly kept: boolean;
  /** Whether the baseline has been beaten. */
  readonly passed: boolean;
  readonly stoppedEpoch: number;
}

export const earlyStopping = defineCallback({
  name: "early_stopping",
  keras: "EarlyStopping",
  aliases: ["early_stop"],
  summary: "Ends the training when the monitored value has not improved for `patience` epochs.",
  explain:
    "The regularization that costs nothing: training ends before the network learns the noise, so of 100 epochs " +
    "it may run 25. Watch a " +
    ("validation value and choose the patience with care: too short and a passing plateau ends a training that " +
      "would have gone on, too ") +
    ("long and it overfits meanwhile; 5 to 20 epochs are usual. Ask for restore_best_weights, or the model keeps " +
      "the weights of the last ") +
    "epoch, not of the best one.",
  params: {
    monitor: monitorParam,
    min_delta: minDeltaParam(0),
    patience: int({
      doc: "Epochs without improvement after which training ends; 0 and 1 are the same.",
      default: 0,
      min: 0,
      positional: true,
    }),
    verbose: verboseParam,
    mode: modeParam,
    baseline: number({ doc: "Only values better than this restart the patience.", default: null }),
    restore_best_weights: bool({
      doc: "At the end the model has the weights of its best epoch, whatever ended it.",
      default: false,
    }),
    start_from_epoch: int({ doc: "Epochs to wait before watching.", default: 0, min: 0 }),
  },
  start: (): State => ({ wait: 0, best: null, bestEpoch: 0, kept: false, passed: false, stoppedEpoch: 0 }),
  epochEnd: (args, state: State, { epoch, logs, direction }) => {
    const way = directionOf(args.mode, args.monitor, direction(args.monitor));
    const current = logs[args.monitor];
    if (current === undefined)
      return { state, actions: [{ do: "say", message: missingMonitor("early_stopping", args.monitor, logs) }] };
    if (epoch < args.start_from_epoch) return { state, actions: [] };
    const keep: readonly Action[] = args.restore_best_weights ? [{ do: "keep" }] : [];
    const kept = state.kept || args.restore_best_weights;
    const wait = state.wait + 1;
    if (improves(way, args.min_delta, current, state.best === null ? null : fromJson(state.best))) {
      const passes = args.baseline === null || improves(way, args.min_delta, current, args.baseline);
      const next = {
        ...state,
        wait: passes ? 0 : wait,
        best: toJson(current),
        bestEpoch: epoch,
        kept,
        passed: state.passed || passes,
      };
      return { state: next, actions: keep };
    }
    if (wait < args.patience || epoch === 0) return { state: { ...state, wait, kept }, actions: [] };
    return {
      state: { ...state, wait, kept, stoppedEpoch: epoch },
      actions: [{ do: "stop", reason: reason(args, state, wait) }],
    };
  },
  trainEnd: (args, state: State) => ({
    state,
    actions: [
      ...(args.verbose > 0 && state.stoppedEpoch > 0
        ? [{ do: "say", message: `Epoch ${state.stoppedEpoch + 1}: early stopping` } as const]
        : []),
      ...(args.restore_best_weights && state.kept ? [{ do: "restore" } as const] : []),
    ],
  }),
  monitors: ({ monitor }) => [monitor],
  examples: ["early_stopping patience=5 restore_best_weights", "early_stop(patience=10, monitor=val_auc, mode=max)"],
});

/** Why training ends, epochs counted from 1. */
function reason(
  args: { readonly monitor: string; readonly baseline: number | null },
  { best, bestEpoch, passed }: State,
  wait: number,
): string {
  if (best === "NaN") return `${args.monitor} was NaN at epoch ${bestEpoch + 1}, and nothing counts as better than NaN`;
  if (!passed) return `${args.monitor} has not been better than the baseline ${args.baseline} in ${wait} epochs`;
  return `${args.monitor} has not improved since epoch ${bestEpoch + 1}`;
}
