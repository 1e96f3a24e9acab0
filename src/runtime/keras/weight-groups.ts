import { File, Group, ready, type Dataset } from "h5wasm";
import type { NdArray } from "../data/dataset.js";

/** What one Keras layer, or a model inside, keeps in a file. */
export interface WeightGroup {
  /** Keras's name of the layer; null in files of versions that do not note it. */
  readonly name: string | null;
  /** In Keras's order; a model has none of its own. */
  readonly weights: readonly NdArray[];
  /** Of a model: its layers by their place. A layer that several models share stands in one of them. */
  readonly layers: WeightGroups | null;
}

/** Layers by their place, `dense_1`: the class in snake_case, counted. In no order. */
export type WeightGroups = ReadonlyMap<string, WeightGroup>;

/**
 * The layers of Keras 3's `model.weights.h5`: variables of the layer itself by number, then those of the parts it is
 * made of (a recurrent cell, the two directions of a wrapper).
 * @throws Error saying what is wrong with the file
 */
export async function weightGroups(bytes: Uint8Array): Promise<WeightGroups> {
  const module = await ready;
  module.activate_throwing_error_handler();
  const name = "/weights.h5";
  module.FS.writeFile(name, bytes);
  try {
    const file = new File(name, "r");
    try {
      const layers = file.get("layers");
      if (!(layers instanceof Group)) throw new Error("it has no group of layers");
      return groupsIn(layers);
    } finally {
      file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`its weights cannot be read (${why})`, { cause: error });
  } finally {
    module.FS.unlink(name);
  }
}

const groupsIn = (layers: Group): WeightGroups =>
  new Map(layers.keys().map((place) => [place, groupOf(layers.get(place))]));

function groupOf(group: unknown): WeightGroup {
  const own = group instanceof Group ? group : null;
  const [layers, vars] = [own?.get("layers"), own?.get("vars")];
  const name = vars instanceof Group ? vars.attrs["name"]?.value : undefined;
  return {
    name: typeof name === "string" ? name : null,
    weights: layers instanceof Group ? [] : variables(group),
    layers: layers instanceof Group ? groupsIn(layers) : null,
  };
}

/** Parts in the order that Keras's `weights` has them; others follow by name. */
const parts = ["vars", "cell", "forward_layer", "backward_layer", "layer"];

function variables(group: unknown): NdArray[] {
  if (!(group instanceof Group)) return [];
  // The state of dropout's random numbers is no weight.
  const keys = group.keys().filter((key) => key !== "seed_generator");
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
    throw new Error(`a variable is of type ${JSON.stringify(dataset.dtype)}, which regnet does not read`);
  return { shape, data: typeof value === "number" ? Float32Array.of(value) : Float32Array.from(value) };
}
