import { snakeCase } from "../../catalog/keras/snake-case.js";
import type { NdArray } from "../data/dataset.js";
import type { WeightGroup, WeightGroups } from "./weight-groups.js";

/** A layer with weights of a Keras file, out of whatever models it lies in. */
export interface KerasLayer {
  /** `encoder/dense`: the model it lies in, the innermost where there are several, and its own name. */
  readonly name: string;
  /** The class as it names the layer's place in the file, `batch_normalization`. */
  readonly kind: string;
  /** The model it lies in, null: the whole one. */
  readonly model: string | null;
  readonly weights: readonly NdArray[];
}

/**
 * The layers with weights in the order of the model's description, those of a model inside at its place. A layer that
 * stands several times is there once.
 * @throws Error saying what is wrong with the description
 */
export function describedLayers(config: Buffer, groups: WeightGroups): readonly KerasLayer[] {
  let root: unknown;
  try {
    root = JSON.parse(config.toString("utf8"));
  } catch {
    throw new Error("its config.json is no JSON");
  }
  if (!layersIn(root)) throw new Error("its config.json describes no Sequential or Functional model");
  return inOrder(root, groups, null);
}

function inOrder(model: unknown, groups: WeightGroups, inside: string | null): readonly KerasLayer[] {
  const counts = new Map<string, number>();
  return (layersIn(model) ?? []).flatMap((described) => {
    const layer = described as { readonly class_name?: unknown; readonly config?: { readonly name?: unknown } } | null;
    const [className, name] = [layer?.class_name, layer?.config?.name];
    if (typeof className !== "string" || typeof name !== "string")
      throw new Error("its config.json has a layer without class or name");
    // Keras names a layer's place after its class and counts equal ones.
    const kind = snakeCase(className);
    const n = counts.get(kind) ?? 0;
    counts.set(kind, n + 1);
    const group = groups.get(n === 0 ? kind : `${kind}_${n}`);
    if (group?.layers) return inOrder(described, group.layers, name);
    return group ? layerOf(group, name, kind, inside) : [];
  });
}

/** The layers with weights of a file without a description; equal classes of one model in their order. */
export function undescribedLayers(groups: WeightGroups, inside: string | null = null): readonly KerasLayer[] {
  const places = [...groups].map(([place, group]) => {
    const [, kind, n] = /^(.*?)(?:_(\d+))?$/.exec(place)!;
    return { place, group, kind: kind!, n: Number(n ?? 0) };
  });
  places.sort((a, b) => (a.kind === b.kind ? a.n - b.n : a.kind < b.kind ? -1 : 1));
  return places.flatMap(({ place, group, kind }) => {
    const name = group.name ?? place;
    return group.layers ? undescribedLayers(group.layers, name) : layerOf(group, name, kind, inside);
  });
}

const layerOf = ({ weights }: WeightGroup, name: string, kind: string, model: string | null): readonly KerasLayer[] =>
  weights.length === 0 ? [] : [{ name: model === null ? name : `${model}/${name}`, kind, model, weights }];

function layersIn(model: unknown): readonly unknown[] | null {
  const layers = (model as { readonly config?: { readonly layers?: unknown } } | null)?.config?.layers;
  return Array.isArray(layers) ? (layers as readonly unknown[]) : null;
}
