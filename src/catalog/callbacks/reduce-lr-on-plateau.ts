import { int, number } from "../param.js";
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
  readonly best: JsonNumber | null;
  /** Epochs left in which nothing is counted. */
  readonly cooldown: number;
}

export const reduceLrOnPlateau = defineCallback({
  name: "reduce_lr_on_plateau",
  keras: "ReduceLROnPlateau",
  summary: "Multiplies the learning rate by `factor` when the monitored value has not improved for `patience` epochs.",
  explain:
    "Give it less patience than early_stopping, so that training gets the chance of a smaller rate before it ends.",
  params: {
    monitor: monitorParam,
    factor: number({ doc: "What the rate is multiplied by.", default: 0.1, above: 0, below: 1 }),
    patience: int({
      doc: "Epochs without improvement before the rate is reduced.",
      default: 10,
      min: 0,
      positional: true,
    }),
    verbose: verboseParam,
    mode: modeParam,
    min_delta: minDeltaParam(1e-4),
    cooldown: int({ doc: "Epochs after a reduction in which nothing is counted.", default: 0, min: 0 }),
    min_lr: number({ doc: "The rate never falls below this.", default: 0, min: 0 }),
  },
  setsRate: true,
  start: (): State => ({ wait: 0, best: null, cooldown: 0 }),
  epochEnd: (args, state: State, { epoch, logs, direction, learningRate }) => {
    const way = directionOf(args.mode, args.monitor, direction(args.monitor));
    const current = args.monitor === "learning_rate" ? learningRate : logs[args.monitor];
    if (current === undefined)
      return { state, actions: [{ do: "say", message: missingMonitor("reduce_lr_on_plateau", args.monitor, logs) }] };
    const cooldown = Math.max(0, state.cooldown - 1);
    const before = state.cooldown > 0 ? 0 : state.wait;
    if (improves(way, args.min_delta, current, state.best === null ? null : fromJson(state.best)))
      return { state: { wait: 0, best: toJson(current), cooldown }, actions: [] };
    if (cooldown > 0) return { state: { ...state, wait: before, cooldown }, actions: [] };
    const wait = before + 1;
    const rate = Math.fround(learningRate); // the rate is a float32 in Keras
    if (wait < args.patience || rate <= Math.fround(args.min_lr))
      return { state: { ...state, wait, cooldown }, actions: [] };
    const reduced = Math.max(rate * args.factor, args.min_lr);
    const say: readonly Action[] =
      args.verbose > 0
        ? [{ do: "say", message: `Epoch ${epoch + 1}: reduce_lr_on_plateau sets the learning rate to ${reduced}` }]
        : [];
    return {
      state: { ...state, wait: 0, cooldown: args.cooldown },
      actions: [{ do: "learning_rate", value: reduced }, ...say],
    };
  },
  monitors: ({ monitor }) => [monitor],
  examples: ["reduce_lr_on_plateau patience=3", "reduce_lr_on_plateau factor=0.5 patience=5 min_lr=1e-6"],
});
