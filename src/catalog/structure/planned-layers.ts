/** Keras's layers that the language means to have and this version has not: refused by name, never guessed at. */
export const plannedLayers: ReadonlySet<string> = new Set([
  "additive_attention", "attention", "auto_contrast", "bidirectional", "category_encoding", "center_crop", "conv_lstm1d", "conv_lstm2d", "conv_lstm3d",
  "discretization", "einsum_dense", "equalization", "gru", "gru_cell", "group_normalization", "group_query_attention", "hashed_crossing", "hashing",
  "integer_lookup", "layer_normalization", "lstm", "lstm_cell", "mel_spectrogram", "multi_head_attention", "normalization", "position_embedding",
  "random_brightness", "random_color_jitter", "random_contrast", "random_crop", "random_erasing", "random_flip", "random_grayscale", "random_hue",
  "random_invert", "random_rotation", "random_saturation", "random_shear", "random_translation", "random_zoom", "resizing", "reversible_embedding",
  "rms_normalization", "rnn", "simple_rnn", "spectral_normalization", "stacked_rnn_cells", "string_lookup", "text_vectorization", "time_distributed", "unit_normalization",
]);
