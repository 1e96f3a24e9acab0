import type { Args } from "../../ir/value.js";
import { rmsprop } from "../optimizers/rmsprop.js";
import type { Kind } from "../param.js";
import { bool, call, int, valueOf, word } from "../param.js";
import type { Value } from "../../ir/value.js";
import { defineStructure } from "../word.js";

const loss: Kind = { type: "word", family: "loss" };
const metric: Kind = { type: "word", family: "metric" };
const metrics: Kind = { type: "oneOf", of: [metric, { type: "list", of: metric }] };
const weight: Kind = { type: "number", min: 0 };

/** Keras's compile takes RMSprop where none is named, with all its defaults. */
const rmspropDefaults = Object.fromEntries(
  Object.entries(rmsprop.params).map(([name, p]) => [name, p.default]),
) as Args;

export const train = defineStructure({
  name: "train",
  role: "train",
  places: ["file"],
  keras: "fit",
  summary: "How the model is trained. Statements in the braces are callbacks such as early_stop.",
  params: {
    optimizer: word("optimizer", { doc: "Takes the steps.", default: call(rmsprop.name, rmspropDefaults) }),
    loss: valueOf<Value>(
      { type: "oneOf", of: [loss, { type: "map", of: loss }] },
      { doc: "What is minimised; a map by output where there are several.", default: null },
    ),
    loss_weights: valueOf<Value>(
      {
        type: "oneOf",
        of: [
          { type: "map", of: weight },
          { type: "list", of: weight },
        ],
      },
      { doc: "Share of each output's loss.", default: null },
    ),
    metrics: valueOf<Value>(
      { type: "oneOf", of: [metric, { type: "list", of: metric }, { type: "map", of: metrics }] },
      { doc: "What is measured and logged beside the loss.", default: null },
    ),
    class_weight: valueOf<Value>(
      {
        type: "oneOf",
        of: [
          { type: "map", of: weight },
          { type: "choice", values: ["balanced"] },
        ],
      },
      { doc: "Weight of each class's rows, by its label or index, or balanced.", default: null },
    ),
    epochs: int({ doc: "Passes over the training rows.", min: 1, default: 1 }),
    batch_size: int({ doc: "Rows of one optimizer step.", min: 1, default: 32 }),
    shuffle: bool({ doc: "New row order every epoch.", default: true }),
    seed: int({ doc: "Everything random follows from it.", min: 0, max: 2 ** 31 - 1, default: 0 }),
    steps_per_epoch: int({
      doc: "Steps of one epoch, which goes on in the rows where the one before ended; without it a pass over all rows.",
      min: 1,
      default: null,
    }),
    validation_freq: int({ doc: "Epochs between two evaluations of the validation rows.", min: 1, default: 1 }),
  },
  renamed: { nb_epoch: "epochs" },
  elsewhere: {
    callbacks:
      "write each callback as a statement in its braces, such as early_stopping patience=5 restore_best_weights",
    validation_split: "write validation: split(0.2) in data",
    validation_data: "write validation: split(0.2) in data",
    initial_epoch: "a run is continued with regnet train --resume",
    sample_weight: "write weight: column in data",
    learning_rate: "it is the optimizer's, such as optimizer: adam(1e-3)",
    patience: "it is early_stopping's, such as early_stopping patience=5",
  },
  examples: ["train { optimizer: adam, loss: mse, epochs: 10 }"],
});
