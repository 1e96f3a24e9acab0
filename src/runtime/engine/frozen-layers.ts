import * as tf from "@tensorflow/tfjs";

/** A layer is meant by its own name, and all layers of a model or block by the name that theirs begin with. */
const isMeant = (layer: string, name: string): boolean => layer === name || layer.startsWith(`${name}/`);

/**
 * The names of the layers that are meant.
 * @throws TypeError for a name that means none
 */
export function layersMeant(model: tf.LayersModel, names: readonly string[]): readonly string[] {
  const all = model.layers.map((layer) => layer.name);
  const unknown = names.find((name) => !all.some((layer) => isMeant(layer, name)));
  if (unknown !== undefined) throw new TypeError(`the model has no layer named ${unknown}; it has ${all.join(", ")}`);
  return all.filter((layer) => names.some((name) => isMeant(layer, name)));
}

/** Works while these layers do not train, as Keras has it: normalization is inference, and penalties do not count. */
export async function whileFrozen<T>(
  model: tf.LayersModel,
  layers: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const still = model.layers.filter((layer) => layer.trainable && layers.includes(layer.name));
  try {
    for (const layer of still) layer.trainable = false;
    return await work();
  } finally {
    for (const layer of still) layer.trainable = true;
  }
}
