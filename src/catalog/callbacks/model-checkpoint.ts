import { bool, number, string } from "../param.js";
import { formatPath, formatProblem } from "../training/format-path.js";
import { fromJson, toJson, type JsonNumber } from "../training/json-number.js";
import { directionOf, improves, modeParam, monitorParam, verboseParam } from "../training/monitor.js";
import { runPathProblem } from "../training/run-path.js";
import { defineCallback, type Action } from "../word.js";

export interface State {
  readonly best: JsonNumber | null;
}

export const modelCheckpoint = defineCallback({
  name: "model_checkpoint",
  keras: "ModelCheckpoint",
  aliases: ["checkpoint"],
  summary: "Saves the model after every epoch, or after those that improved.",
  explain:
    "The path stays inside the run's folder and may hold {epoch:02d} and logged values such as {val_loss:.3f}. A " +
    "whole model is saved as a " +
    ("run folder of its own, which evaluate, predict and export take (not as a .keras file, whatever its name); " +
      "with save_weights_only the ") +
    "weights alone are, as a file of named arrays. To go on with the best " +
    "weights in the same run, early_stopping with restore_best_weights is enough.",
  params: {
    filepath: string({ doc: "Where to, relative to the run's folder.", positional: true }),
    monitor: monitorParam,
    verbose: verboseParam,
    save_best_only: bool({ doc: "Only when the monitored value is the best yet.", default: false }),
    save_weights_only: bool({ doc: "Only the weights, as one file, without the architecture.", default: false }),
    mode: modeParam,
    initial_value_threshold: number({ doc: "What the first value has to be better than.", default: null }),
  },
  check: ({ filepath }) => runPathProblem(filepath) ?? formatProblem(filepath),
  start: ({ initial_value_threshold }): State => ({ best: initial_value_threshold }),
  epochEnd: (args, state: State, { epoch, logs, direction }) => {
    const path = formatPath(args.filepath, { ...logs, epoch: epoch + 1 });
    const save: Action = { do: "save", path, weightsOnly: args.save_weights_only };
    const say = (message: string): readonly Action[] =>
      args.verbose > 0 ? [{ do: "say", message: `Epoch ${epoch + 1}: ${message}` }] : [];
    if (!args.save_best_only) return { state, actions: [save, ...say(`saved ${path}`)] };
    const current = logs[args.monitor];
    if (current === undefined) {
      const message = `model_checkpoint saves every epoch, because ${args.monitor}, by which it would choose, was not logged`;
      return { state, actions: [{ do: "say", message }, save] };
    }
    const way = directionOf(args.mode, args.monitor, direction(args.monitor));
    if (!improves(way, 0, current, state.best === null ? null : fromJson(state.best)))
      return { state, actions: say(`${args.monitor} has not improved, nothing saved`) };
    return {
      state: { best: toJson(current) },
      actions: [save, ...say(`${args.monitor} improved to ${current}, saved ${path}`)],
    };
  },
  monitors: ({ monitor, save_best_only }) => (save_best_only ? [monitor] : []),
  examples: [
    'model_checkpoint "checkpoints/{epoch:02d}.keras"',
    'model_checkpoint "best.keras" monitor=val_accuracy save_best_only',
  ],
});
