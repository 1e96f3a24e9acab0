/**
 * What Keras's constructors take and the catalogue does not, with the reason. The conformance test fails for every
 * parameter that is neither in the catalogue with Keras's default nor here, and for entries here that nothing needs any
 * more. Keys: `parameter`, or `family.parameter`, or `family.word.parameter`.
 */
export const missing: Readonly<Record<string, string>> = {
  name: "names are given with `as`, metrics and optimizers have their own",
  dtype: "float32 is the only dtype of layers, losses and metrics",
  data_format: "channels_last is the only layout; where it would be the only word to say, the parameter is left out",
  lora_rank: "low-rank adaptation of trained weights is not part of the language",
  lora_alpha: "low-rank adaptation of trained weights is not part of the language",
  quantization_config: "quantization is not part of the language",
  use_cudnn: "cuDNN is a choice of Keras's GPU back ends, with the same results",
  "activation.x": "the tensor that the activation is applied to",
  "initializer.input_axes": "only einsum and attention layers pass it, from inside Keras",
  "initializer.output_axes": "only einsum and attention layers pass it, from inside Keras",
  "layer.embedding.weights": "initial weights come with `weights=`, which every layer takes",
  "layer.bidirectional.weights": "initial weights come with `weights=`, which every layer takes",
  "layer.batch_normalization.renorm": "batch renormalization is not supported",
  "layer.batch_normalization.renorm_clipping": "batch renormalization is not supported",
  "layer.batch_normalization.renorm_momentum": "batch renormalization is not supported",
  "layer.batch_normalization.synchronized": "there is one device",
  "loss.sparse_categorical_crossentropy.axis": "classes are the last axis",
  "metric.sparse_categorical_crossentropy.axis": "classes are the last axis",
  "metric.mean_io_u.axis": "classes are the last axis",
  "metric.one_hot_io_u.axis": "classes are the last axis",
  "metric.auc.num_labels": "the number of labels is the length of the output",
  "metric.auc.label_weights": "weights of labels are not supported",
  "metric.sparse_top_k_categorical_accuracy.from_sorted_ids":
    "predictions are scores of all classes, not sorted indices",
  "callback.csv_logger.append": "a run has a folder of its own; a resumed run continues its file",
  "callback.model_checkpoint.save_freq": "checkpoints are written at the end of epochs",
  "callback.terminate_on_nan.raise_error": "training ends with an error and the last good weights",
};

/** Parameters whose default Keras spells differently for the same meaning. */
export const otherDefault: Readonly<Record<string, string>> = {
  data_format: "Keras's none is the configured layout, which is channels_last",
  "metric.name": "Keras's none is the snake_case name of the class, which is what regnet logs",
};
