import * as tf from "@tensorflow/tfjs";

/**
 * Applies layers one after the other: `chain(input, [dense, dropout])`. Several tensors enter a first layer that
 * merges.
 * @returns the result of the last layer
 */
export function chain(
  x: tf.SymbolicTensor | readonly tf.SymbolicTensor[],
  layers: readonly tf.layers.Layer[],
): tf.SymbolicTensor {
  const [first, ...rest] = layers;
  if (!first) throw new TypeError("chain needs at least one layer");
  const apply = (layer: tf.layers.Layer, input: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor => {
    const result = layer.apply(input);
    if (!(result instanceof tf.SymbolicTensor))
      throw new TypeError(`${layer.name} gives several tensors: apply it by itself`);
    return result;
  };
  return rest.reduce((value, layer) => apply(layer, value), apply(first, x instanceof tf.SymbolicTensor ? x : [...x]));
}
