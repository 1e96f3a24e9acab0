/** Keras's layers that the language means to have and this version has not: refused by name, never guessed at. */
export const plannedLayers: ReadonlySet<string> = new Set([
  "additive_attention", "attention", "auto_contrast", "bidirectional", "category_encoding", "conv_lstm1d", "conv_lstm3d", "discretization",
  "einsum_dense", "equalization", "gru_cell", "group_query_attention", "hashed_crossing", "hashing", "integer_lookup", "lstm_cell",
  "mel_spectrogram", "multi_head_attention", "position_embedding", "random_color_jitter", "random_crop", "random_erasing",
  "random_grayscale", "random_hue", "random_invert", "random_saturation", "random_shear", "reversible_embedding", "rnn",
  "spectral_normalization", "stacked_rnn_cells", "string_lookup", "text_vectorization", "time_distributed",
]);
