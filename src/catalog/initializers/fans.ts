const product = (dims: readonly number[]): number => dims.reduce((n, d) => n * d, 1);

/**
 * Inputs and outputs of one unit of a weight, by Keras's rule: a vector feeds and is fed by its own length; a kernel
 * [...window, in, out] counts its window for both.
 */
export function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = product(shape.slice(0, -2));
  return { fanIn: shape.at(-2)! * window, fanOut: shape.at(-1)! * window };
}

/** Fans where the axes of inputs and outputs are named. Negative axes count from the end. */
export const fansOf = (
  shape: readonly number[],
  inputs: readonly number[],
  outputs: readonly number[],
): ReturnType<typeof fans> => ({
  fanIn: product(inputs.map((axis) => shape.at(axis)!)),
  fanOut: product(outputs.map((axis) => shape.at(axis)!)),
});
