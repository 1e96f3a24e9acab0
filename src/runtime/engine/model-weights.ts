import * as tf from "@tensorflow/tfjs";
import type { NdArray } from "../data/dataset.js";

/** Values by `layer/weight`, in Keras's order: layer by layer. */
export type WeightValues = Readonly<Record<string, NdArray>>;

interface Constrains {
  apply(weight: tf.Tensor): tf.Tensor;
}

export interface ModelWeight {
  /** `dense/kernel`. */
  readonly name: string;
  readonly variable: tf.Variable;
  readonly layerVariable: tf.LayerVariable;
  /** False for state and for everything of a frozen layer. */
  readonly trainable: boolean;
  readonly constraint: Constrains | null;
}

/** Layers of a model, each once, inner models opened. With whether they train: a frozen model freezes all inside it. */
export function layersOf(
  model: tf.LayersModel,
): readonly { readonly layer: tf.layers.Layer; readonly trainable: boolean }[] {
  const seen = new Set<tf.layers.Layer>();
  const all: { layer: tf.layers.Layer; trainable: boolean }[] = [];
  const visit = (layer: tf.layers.Layer, trainable: boolean): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    if (layer instanceof tf.LayersModel) for (const inner of layer.layers) visit(inner, trainable && layer.trainable);
    else all.push({ layer, trainable: trainable && layer.trainable });
  };
  visit(model, true);
  return all;
}

/** All weights once, in Keras's order. */
export function modelWeights(model: tf.LayersModel): readonly ModelWeight[] {
  const taken = new Map<string, number>();
  const unique = (name: string): string => {
    const n = taken.get(name) ?? 0;
    taken.set(name, n + 1);
    return n === 0 ? name : `${name}_${n}`;
  };
  const all: ModelWeight[] = [];
  const seen = new Set<tf.LayerVariable>();
  for (const { layer, trainable } of layersOf(model)) {
    const training = new Set(layer.trainableWeights);
    for (const weight of layer.weights) {
      if (seen.has(weight)) continue;
      seen.add(weight);
      all.push({
        name: unique(`${layer.name}/${kerasName(layer, unscoped(weight.originalName, layer.name))}`),
        // protected, but the only way to its gradient
        variable: (weight as unknown as { readonly val: tf.Variable }).val,
        layerVariable: weight,
        trainable: trainable && training.has(weight),
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- tfjs's types say it is always there
        constraint: weight.constraint ?? null,
      });
    }
  }
  return all;
}

/** TensorFlow.js puts the layer's name before the weight's, or does not, as it was built. */
const unscoped = (name: string, layer: string): string =>
  name.startsWith(`${layer}/`) ? name.slice(layer.length + 1) : name;

/** TensorFlow.js calls one kernel by another name than Keras. */
const kerasName = (layer: tf.layers.Layer, weight: string): string =>
  layer.getClassName() === "DepthwiseConv2D" && weight === "depthwise_kernel" ? "kernel" : weight;

/** Copies of all values, as plain arrays that training does not touch. */
export async function getWeights(model: tf.LayersModel): Promise<WeightValues> {
  const values: Record<string, NdArray> = {};
  for (const { name, variable } of modelWeights(model))
    values[name] = { data: Float32Array.from(await variable.data()), shape: variable.shape };
  return values;
}

/**
 * Overwrites the weights that are named; every name has to exist, with its shape. Constraints are not applied, as in
 * Keras.
 */
export function setWeights(model: tf.LayersModel, values: WeightValues): void {
  const there = new Map(modelWeights(model).map((w) => [w.name, w.variable]));
  for (const [name, { shape }] of Object.entries(values)) {
    const variable = there.get(name);
    if (!variable)
      throw new Error(`the model has no weight named ${name}; it has ${[...there.keys()].join(", ") || "none"}`);
    if (variable.shape.join() !== shape.join())
      throw new Error(`${name} has shape [${variable.shape.join(", ")}], and the values have [${shape.join(", ")}]`);
  }
  tf.tidy(() => {
    for (const [name, { data, shape }] of Object.entries(values))
      there.get(name)!.assign(tf.tensor(Float32Array.from(data), [...shape]));
  });
}

/**
 * The regularization penalty on weights: each layer once however often it is applied, frozen ones not at all, those
 * inside recurrent cells and wrappers included (TensorFlow.js forgets them).
 */
export function weightPenalties(model: tf.LayersModel): tf.Scalar[] {
  return layersOf(model).flatMap(({ layer, trainable }) => (trainable ? penaltiesOf(layer, new Set()) : []));
}

const INNER = ["cell", "cells", "forwardLayer", "backwardLayer", "layer"] as const;

function penaltiesOf(layer: tf.layers.Layer, seen: Set<unknown>): tf.Scalar[] {
  if (seen.has(layer)) return [];
  seen.add(layer);
  const parts = layer as unknown as Record<(typeof INNER)[number], tf.layers.Layer | tf.layers.Layer[] | undefined>;
  const inner = INNER.flatMap((name) => parts[name] ?? []);
  const own = ((layer.losses as typeof layer.losses | undefined) ?? []).map((penalty) => penalty());
  return [...own, ...inner.flatMap((part) => penaltiesOf(part, seen))];
}
