import { File, Group, ready, type Dataset } from "h5wasm";
import type { NdArray } from "../data/dataset.js";

/** The weights of one Keras layer, in Keras's order. */
export interface WeightGroup {
  /** `dense_1`: the layer's place in the file. */
  readonly place: string;
  readonly weights: readonly NdArray[];
}

/**
 * The layers of a Keras 3 `model.weights.h5` by their place (`layers/dense_1`): variables of the layer itself by
 * number, then those of the parts it is made of (a recurrent cell, the two directions of a wrapper).
 * @throws Error saying what is wrong with the file
 */
export async function weightGroups(bytes: Uint8Array): Promise<ReadonlyMap<string, WeightGroup>> {
  const module = await ready;
  module.activate_throwing_error_handler();
  const name = "/weights.h5";
  module.FS.writeFile(name, bytes);
  try {
    const file = new File(name, "r");
    try {
      const layers = file.get("layers");
      if (!(layers instanceof Group)) throw new Error("it has no group of layers");
      return new Map(layers.keys().map((place) => [place, { place, weights: variables(layers.get(place)) }]));
    } finally {
      file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`its model.weights.h5 cannot be read (${why})`, { cause: error });
  } finally {
    module.FS.unlink(name);
  }
}

/** Parts in the order that Keras's `weights` has them; others follow by name. */
const parts = ["vars", "cell", "forward_layer", "backward_layer", "layer"];

function variables(group: unknown): NdArray[] {
  if (!(group instanceof Group)) return [];
  const keys = group.keys().filter((key) => key !== "seed_generator"); // the state of dropout's random numbers, no weight
  const order = [...parts.filter((part) => keys.includes(part)), ...keys.filter((key) => !parts.includes(key))];
  return order.flatMap((key) => {
    const inner = group.get(key);
    if (key !== "vars" || !(inner instanceof Group)) return variables(inner);
    return inner
      .keys()
      .sort((a, b) => Number(a) - Number(b))
      .map((n) => values(inner.get(n) as Dataset));
  });
}

function values(dataset: Dataset): NdArray {
  const { shape, value } = dataset;
  if (
    shape === null ||
    !(
      value instanceof Float32Array ||
      value instanceof Float64Array ||
      value instanceof Int32Array ||
      typeof value === "number"
    )
  )
    throw new Error(`a variable is of type ${String(dataset.dtype)}, which regnet does not read`);
  return { shape, data: typeof value === "number" ? Float32Array.of(value) : Float32Array.from(value) };
}
