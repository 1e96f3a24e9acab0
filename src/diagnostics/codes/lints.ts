import { defineDiagnostics } from "../define.js";

const counted = (steps: number): string => (steps === 1 ? "1 step" : `${steps} steps`);

export const lintCodes = defineDiagnostics({
  "lints/dropout-on-output": {
    severity: "warning",
    message: ({ layer }: { layer: string }) =>
      `${layer} drops parts of the output itself: put dropout on hidden layers`,
    explain:
      "Dropout on or after the last layer zeroes predictions at random in training and scales the rest, so the " +
      "loss is computed on wrong answers. Dropout belongs on inputs and hidden layers.",
    bad: "model m { input 4; dense 8; dropout 0.5 }",
    good: "model m { input 4; dropout 0.5; dense 8 }",
  },
  "lints/dropout-before-normalization": {
    severity: "warning",
    message: ({ layer, normalization }: { layer: string; normalization: string }) =>
      `${layer} stands directly before ${normalization}: dropout changes the variance that batch normalization ` +
      "then learns",
    explain:
      "In use dropout is off, the variance is another than in training, and the moving averages are wrong (Li et " +
      "al. 2018, arXiv:1801.05134). Put dropout after the normalization.",
    bad: "model m { input 4; dense 8; dropout 0.5; batch_normalization; dense 1 }",
    good: "model m { input 4; dense 8; batch_normalization; dropout 0.5; dense 1 }",
  },
  "lints/penalty-before-normalization": {
    severity: "warning",
    message: ({ layer, normalization }: { layer: string; normalization: string }) =>
      `the penalty of ${layer} shrinks weights that ${normalization} scales up again`,
    explain:
      "Batch normalization makes the result independent of the kernel's size, so the penalty acts only on the " +
      "effective learning rate (van Laarhoven 2017, arXiv:1706.05350).",
    bad: "model m { input 4; dense 8 regularizer=l2(0.01); batch_normalization; dense 1 }",
    good: "model m { input 4; dense 8 regularizer=l2(0.01); dense 1 }",
  },
  "lints/patience-never-stops": {
    severity: "warning",
    message: ({ patience, epochs }: { patience: number; epochs: number }) =>
      `a patience of ${patience} never stops a training of ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    explain: "Training ends at the last epoch before the patience can run out. Lower the patience or raise the epochs.",
    bad:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 10; early_stopping patience=10 restore_best_weights " +
      "}",
    good:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
      "restore_best_weights }",
  },
  "lints/patience-too-short": {
    severity: "warning",
    message: ({ patience }: { patience: number }) =>
      `a patience of ${patience} stops at the first epoch that is no better, which noise alone causes`,
    explain: "Validation loss goes up and down from epoch to epoch. A patience of 5 to 20 waits out the noise.",
    bad:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 10; early_stopping patience=1 restore_best_weights " +
      "}",
    good:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
      "restore_best_weights }",
  },
  "lints/best-weights-lost": {
    severity: "warning",
    message: ({ word }: { word: string }) =>
      `${word} keeps the weights of the last epoch, not of the best: add restore_best_weights`,
    explain:
      "When it stops, `patience` epochs have passed since the best one. restore_best_weights puts the best " +
      "weights back. Write restore_best_weights=false to say that the last ones are meant.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 }",
    good:
      "model m { input 4; dense 1 }\ntrain { loss: mse, epochs: 100; early_stopping patience=10 " +
      "restore_best_weights }",
  },
  "lints/penalty-and-decay": {
    severity: "warning",
    message: ({ optimizer }: { optimizer: string }) =>
      `${optimizer} decays the weights, and an l2 penalty shrinks them as well: use one of them`,
    explain:
      "Decoupled weight decay and l2 penalties do the same by two ways, and their strengths add up in a manner " +
      "hard to tune (Loshchilov and Hutter 2019).",
    bad: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: adamw, loss: mse }",
    good: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: adam, loss: mse }",
  },
  "lints/sparsity-under-descent": {
    severity: "info",
    message: ({ optimizer }: { optimizer: string }) =>
      `under ${optimizer} an l1 penalty makes weights small, but hardly ever exactly zero`,
    explain:
      "The step of plain gradient descent jumps over zero back and forth. Round small weights away afterwards, or " +
      "use ftrl, which reaches exact zeros.",
    bad: "model m { input 4; dense 1 regularizer=l1(0.01) }\ntrain { optimizer: sgd, loss: mse }",
    good: "model m { input 4; dense 1 regularizer=l2(0.01) }\ntrain { optimizer: sgd, loss: mse }",
  },
  "lints/large-unregularized": {
    severity: "warning",
    message: ({ parameters, rows }: { parameters: number; rows: number }) =>
      `${parameters} weights on ${rows} training rows, and nothing regularizes: the network can learn the rows by ` +
      "heart",
    explain:
      "With more than ten weights a row and no penalty, dropout, noise or early stopping overfitting is to be " +
      "expected.",
  },
  "lints/short-epochs": {
    severity: "warning",
    message: ({
      steps,
      rows,
      pass,
      divisors,
    }: {
      steps: number;
      rows: number;
      pass: number;
      divisors: readonly number[];
    }) =>
      `a pass over the ${rows} training rows has ${counted(pass)}, so ` +
      `${steps > pass ? `no epoch has ${steps}` : `one epoch in ${Math.ceil(pass / steps)} has only ${pass % steps} of the ${steps}`}: ` +
      `write ${divisors.join(" or ")}, which leaves no step over`,
    explain:
      "An epoch goes on in the rows where the one before ended, and ends where the rows end, however many steps " +
      "are left: Keras warns then that the input ran out of data. Metrics of such an epoch are of fewer rows, and " +
      "what counts on steps_per_epoch, such as decay_steps=20 * steps_per_epoch, counts too many.",
  },
  "lints/unused-name": {
    severity: "warning",
    message: ({ name, what }: { name: string; what: string }) => `the ${what} \`${name}\` is never used`,
    explain: "Remove it, or use it. Often the name where it was meant is misspelled.",
    bad: "let n = 3\nmodel m { input 4; dense 8 }",
    good: "let n = 3\nmodel m { input 4; dense n }",
  },
  "lints/unreachable-layer": {
    severity: "warning",
    message: ({ layer }: { layer: string }) => `no output depends on ${layer}: it is left out`,
    explain:
      "What no output depends on is neither trained nor computed. A branch without a merge, or a result that " +
      "nobody reads, ends nowhere.",
    bad: "model m { input 4 as x; dense 8 from x; dense 1 from x }",
    good: "model m { input 4 as x; dense 8 from x; dense 1 }",
  },
  "lints/hidden-word": {
    severity: "warning",
    message: ({ name }: { name: string }) => `\`${name}\` is also a word of the vocabulary, which this name hides`,
    explain: "Own names come first, so that new words never change an old file. Another name avoids the confusion.",
    bad: "let dropout = 3\nmodel m { input 4; dense dropout }",
    good: "let n = 3\nmodel m { input 4; dense n }",
  },
  "lints/unused-allow": {
    severity: "warning",
    message: ({ name }: { name: string }) => `nothing here gives the warning ${name}: remove the allow`,
    explain: "An allowance that silences nothing is out of date, or stands below what it was meant for.",
    bad: 'allow unused_name "kept"\nmodel m { input 4; dense 1 }',
    good: "model m { input 4; dense 1 }",
  },
});
