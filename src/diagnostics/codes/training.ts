import { defineDiagnostics } from "../define.js";

export const trainingCodes = defineDiagnostics({
  "training/class-weight": {
    severity: "error",
    message: ({ outputs }: { outputs: number }) =>
      outputs > 1
        ? `class_weight needs one output, and the model has ${outputs}: give rows their weights with weight: column`
        : "class_weight needs one class a row, and the output has one at each position",
    explain:
      "A class weight becomes the weight of the rows of that class. With several outputs, or a class at each step, " +
      "a row has several classes; Keras refuses both, too. A column of row weights says what is meant.",
    bad:
      "model m { input 2 as x; dense 1 sigmoid from x as a; dense 1 sigmoid from x as b; output a, b }\n" +
      "train { loss: binary_crossentropy, class_weight: { 0: 1, 1: 3 } }",
    good: "model m { input 2; dense 1 sigmoid }\ntrain { loss: binary_crossentropy, class_weight: { 0: 1, 1: 3 } }",
  },
  "training/no-loss": {
    severity: "warning",
    message: () => "no loss is given: only penalties are minimised",
    explain:
      "Without a loss the network learns nothing from the targets. Keras allows it for models that add their own.",
    bad: "model m { input 4; dense 1 }\ntrain { epochs: 3 }",
    good: "model m { input 4; dense 1 }\ntrain { loss: mse }",
  },
  "training/unknown-output": {
    severity: "error",
    message: ({
      key,
      param,
      outputs,
      suggestion,
    }: {
      key: string;
      param: string;
      outputs: readonly string[];
      suggestion: string | undefined;
    }) =>
      `${param}: the model has no output ` +
      `\`${key}\`${suggestion ? `; did you mean ${suggestion}?` : `; its outputs are ${outputs.join(", ")}`}`,
    explain:
      "Maps of losses, metrics and weights have the outputs' names for keys: those given with `as`, or Keras's " +
      "names of the last layers.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: { price: mse } }",
    good: "model m { input 4; dense 1 }\ntrain { loss: { dense: mse } }",
  },
  "training/one-unit": {
    severity: "error",
    message: ({ loss, output }: { loss: string; output: string }) =>
      `${loss} compares classes, but ${output} has one unit: use one unit a class, or binary_crossentropy`,
    explain:
      "A categorical loss needs one unit for each class. A yes/no answer of one unit goes with sigmoid and " +
      "binary_crossentropy.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: sparse_categorical_crossentropy }",
    good: "model m { input 4; dense 3 softmax }\ntrain { loss: sparse_categorical_crossentropy }",
  },
  "training/softmax-of-one": {
    severity: "error",
    message: ({ output }: { output: string }) =>
      `softmax over one unit is always 1: give ${output} sigmoid, or one unit a class`,
    explain: "Softmax divides by the sum of the units; with one unit that is the unit itself, and nothing is learned.",
    bad: "model m { input 4; dense 1 softmax }\ntrain { loss: binary_crossentropy }",
    good: "model m { input 4; dense 1 sigmoid }\ntrain { loss: binary_crossentropy }",
  },
  "training/logits-activated": {
    severity: "error",
    message: ({ loss, output }: { loss: string; output: string }) =>
      `${loss} from logits applies the activation itself, but ${output} has one already: remove one of them`,
    explain:
      "from_logits=true says that the output is what enters the softmax or sigmoid. With the activation in the " +
      "model too it is applied twice.",
    bad: "model m { input 4; dense 1 sigmoid }\ntrain { loss: binary_crossentropy(from_logits=true) }",
    good: "model m { input 4; dense 1 }\ntrain { loss: binary_crossentropy(from_logits=true) }",
  },
  "training/needs-activation": {
    severity: "error",
    message: ({
      loss,
      output,
      activation,
      logits,
    }: {
      loss: string;
      output: string;
      activation: string;
      logits: boolean;
    }) =>
      `${loss} reads probabilities, but ${output} gives any number: end it with ` +
      `${activation}${logits ? ` or write ${loss}(from_logits=true)` : ""}`,
    explain:
      "The loss takes logarithms of probabilities. Of other numbers it is wrong without a sign of it: Keras clips " +
      "them.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: binary_crossentropy }",
    good: "model m { input 4; dense 1 sigmoid }\ntrain { loss: binary_crossentropy }",
  },
  "training/loss-range": {
    severity: "warning",
    message: ({ loss, output, wants }: { loss: string; output: string; wants: string }) =>
      `${loss} expects ${wants} from ${output}`,
    explain:
      "The loss is defined for other outputs than this activation gives. Keras computes it all the same, but it " +
      "is seldom meant.",
    bad: "model m { input 4; dense 3 sigmoid }\ntrain { loss: categorical_crossentropy }",
    good: "model m { input 4; dense 3 softmax }\ntrain { loss: categorical_crossentropy }",
  },
  "training/metric-target": {
    severity: "error",
    message: ({ metric, loss, output }: { metric: string; loss: string; output: string }) =>
      `${metric} and ${loss} read the targets of ${output} in different forms`,
    explain:
      "Targets are prepared as the loss needs them: class numbers for sparse losses, one-hot rows for categorical " +
      "ones. A metric of the other form would compare nonsense. `accuracy` picks the right one.",
    bad:
      "model m { input 4; dense 3 softmax }\ntrain { loss: sparse_categorical_crossentropy, metrics: " +
      "[categorical_accuracy] }",
    good: "model m { input 4; dense 3 softmax }\ntrain { loss: sparse_categorical_crossentropy, metrics: [accuracy] }",
  },
  "training/monitor": {
    severity: "error",
    message: ({
      monitor,
      names,
      suggestion,
    }: {
      monitor: string;
      names: readonly string[];
      suggestion: string | undefined;
    }) =>
      "nothing is logged as " +
      `${monitor}${suggestion ? `; did you mean ${suggestion}?` : `; there are ${names.join(", ")}`}`,
    explain:
      "A callback can watch the loss and the metrics under their logged names; with `val_` in front those of the " +
      "validation rows.",
    bad:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 50; early_stopping patience=5 monitor=val_acuracy " +
      "restore_best_weights;  }",
    good:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 50; early_stopping patience=5 monitor=val_loss " +
      "restore_best_weights }",
  },
  "training/no-validation": {
    severity: "error",
    message: ({ monitor, word }: { monitor: string; word: string }) =>
      `${word} watches ${monitor}, but the data have no validation rows: add validation: split(0.2) to data`,
    explain: "Values that begin with `val_` exist only when rows are set aside for validation.",
    bad:
      'model m { input 4; dense 1 }\ndata { source: "x.csv", target: y }\ntrain { loss: mse, epochs: 50; ' +
      "early_stopping patience=5 restore_best_weights }",
    good:
      'model m { input 4; dense 1 }\ndata { source: "x.csv", target: y, validation: split(0.2) }\ntrain { loss: ' +
      "mse, epochs: 50; early_stopping patience=5 restore_best_weights }",
  },
  "training/rate-is-scheduled": {
    severity: "error",
    message: ({ word, optimizer }: { word: string; optimizer: string }) =>
      `${word} sets the learning rate, but ${optimizer}'s follows a schedule: give ${optimizer} a number, or ` +
      `remove ${word}`,
    explain:
      "A schedule computes the rate of every step, so a callback has nothing to set; Keras raises an error there. " +
      "Use one of the two.",
    bad:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 50, optimizer: adam(exponential_decay(1e-3, " +
      "decay_steps=100, decay_rate=0.9)); learning_rate_scheduler { 0: 1e-3 } }",
    good:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 50, optimizer: adam(1e-3); learning_rate_scheduler " +
      "{ 0: 1e-3 } }",
  },
  "training/circular-steps": {
    severity: "error",
    message: ({ through }: { through: "steps_per_epoch" | "batch_size" | "data" }) =>
      through === "steps_per_epoch"
        ? "steps_per_epoch is computed from itself: write it as a number, or leave it out for a pass over all rows"
        : through === "batch_size"
          ? "steps_per_epoch counts batches, and batch_size is computed from it: write one of the two as a number"
          : "steps_per_epoch counts the rows that data leaves for training, so data cannot be computed from it: " +
            "write a number here, or steps_per_epoch as a number in train",
    explain:
      "The name steps_per_epoch is what the setting of that name says in train; without the setting it is the " +
      "training rows divided by batch_size, rounded up. What one of these is computed from cannot be computed " +
      "from it.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: mse, batch_size: 2 * steps_per_epoch }",
    good: "model m { input 4; dense 1 }\ntrain { loss: mse, steps_per_epoch: 16, batch_size: 2 * steps_per_epoch }",
  },
  "training/mode": {
    severity: "error",
    message: ({ monitor, word }: { monitor: string; word: string }) =>
      `${word} cannot tell whether more or less of ${monitor} is better: write mode=min or mode=max`,
    explain: "mode=auto takes the direction from the metric, and this one has none.",
  },
});
