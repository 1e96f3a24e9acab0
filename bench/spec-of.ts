/** A correct spec with `layers` dense layers, every one with a penalty, and its training. */
export function specOf(layers: number): string {
  const lines = Array.from(
    { length: layers },
    (_, i) => `  dense ${16 + (i % 7)} relu { kernel_regularizer: l2(1e-4), bias_regularizer: l1(1e-5) }`,
  );
  return (
    `model m {\n  input 64\n${lines.join("\n")}\n  dense 10 softmax\n}\ntrain {\n  optimizer: adam(1e-3)\n  loss: ` +
    "sparse_categorical_crossentropy\n  metrics: [accuracy]\n  epochs: 10\n  seed: 1\n}\n"
  );
}
