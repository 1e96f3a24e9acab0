import * as tf from "@tensorflow/tfjs";

type Symbolic = tf.SymbolicTensor;

/** Arguments of a layer's call, in camelCase: tensors by name, and values such as `training`. */
export type CallOptions = Readonly<Record<string, Symbolic | readonly Symbolic[] | boolean | number | string | null>>;

/**
 * Applies a layer with arguments of its call: `call(decoder, words, { initialState: [h, c] })`. The tensors among them
 * are inputs of the layer like the others, so that the model knows where they come from.
 * @returns one result, or all where the layer has several
 */
export function call(
  layer: tf.layers.Layer,
  x: Symbolic | readonly Symbolic[],
  options: CallOptions,
): Symbolic | Symbolic[] {
  const inputs: Symbolic[] = x instanceof tf.SymbolicTensor ? [x] : [...x];
  const named: Record<string, number[]> = {};
  const values: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(options)) {
    const given = [value].flat();
    const tensors = given.filter((item) => item instanceof tf.SymbolicTensor);
    if (tensors.length === given.length) named[snakeCase(option)] = tensors.map((t) => inputs.push(t) - 1);
    else values[snakeCase(option)] = value;
  }
  const kwargs = Object.keys(named).length > 0 ? { ...values, named } : values;
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs, kwargs) as Symbolic | Symbolic[];
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
