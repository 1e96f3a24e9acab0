import { applyLayer, type Application } from "../../src/catalog/apply-layer.js";
import {
  flopsOf as flopsOfResults,
  isProblem,
  shapesOf,
  weightsOf as weightSpecs,
} from "../../src/catalog/layer-rules.js";
import type { LayerWord, ShapeProblem, WeightSpec } from "../../src/catalog/word.js";
import type { Args } from "../../src/ir/value.js";
import type { Ops, Shape, Tensor } from "../../src/tensor/ops.js";

/** One application of a layer, as a test states it; what is left out has nothing to say. */
export interface Under extends Partial<Omit<Application, "inputs">> {
  readonly ops: Ops;
  readonly args: Args;
  readonly inputs: readonly Tensor[];
  readonly masks?: readonly (Tensor | null)[];
}

/** Values and masks behind the layer. */
export const resultsOf = (word: LayerWord, { inputs, masks, ...given }: Under) =>
  applyLayer({
    weights: {},
    training: false,
    trainable: true,
    seed: 0,
    application: 0,
    assign: () => undefined,
    addLoss: () => undefined,
    ...given,
    word,
    inputs: inputs.map((value, i) => ({ value, mask: masks?.[i] ?? null })),
  });

/** The value of a layer with one result. */
export const resultOf = (word: LayerWord, under: Under): Tensor => resultsOf(word, under)[0]!.value;

/** The shape of its first result. */
export function shapeOf(word: LayerWord, args: Args, inputs: readonly Shape[]): Shape | ShapeProblem {
  const found = shapesOf({ word, args, inputs });
  return isProblem(found) ? found : found[0]!;
}

export const weightsOf = (word: LayerWord, args: Args, inputs: readonly Shape[]): readonly WeightSpec[] =>
  weightSpecs({ word, args, inputs });

export const flopsOf = (word: LayerWord, args: Args, inputs: readonly Shape[]): number | null =>
  flopsOfResults({ word, args, inputs }, shapesOf({ word, args, inputs }) as readonly Shape[]);
