/**
 * Words and arguments that the goldens of words say nothing about, with the test that does. `evidence.test.ts` fails
 * for every other word and argument without a case, and for entries here that nothing needs any more. Keys of words:
 * `family.word`; of arguments: `argument`, `family.argument` or `family.word.argument`.
 */
export const elsewhere: Readonly<Record<"words" | "params", Readonly<Record<string, string>>>> = {
  words: {
    "metric.crossentropy": "metrics.test.ts: it becomes one of three metrics that have cases",
    "source.sql": "test/runtime/data/sources.test.ts",
  },
  params: {
    seed: "noise.test.ts, recurrent.test.ts, initializers.test.ts: the same seed draws the same, another one another",
    "metric.name": "it names what is logged: test/goldens/training has metrics with names",
    "metric.binary_crossentropy.axis": "losses.test.ts: the metric is the loss's mean; Keras's metric has no axis",
    "metric.auc.multi_label": "metrics.test.ts: refused",
    "optimizer.loss_scale_factor": "optimizers.test.ts: refused",
    "optimizer.gradient_accumulation_steps": "optimizers.test.ts: refused",
    "callback.verbose": "it says what was done, and does nothing",
    "callback.model_checkpoint.save_weights_only": "test/cli/callback-files.test.ts",
    stateful: "recurrent.test.ts: refused",
    unroll: "it changes nothing",
    unit_forget_bias: "recurrent.test.ts: what the bias starts from is Keras's",
  },
};
