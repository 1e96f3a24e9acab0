import type { Args, WordCall } from "../ir/value.js";
import type { DType, Shape } from "../tensor/ops.js";
import { wordNamed } from "./lookup.js";
import type { CallRules, InnerRules, LayerWord, Named, ShapeProblem, Trait, WeightSpec } from "./word.js";

/**
 * What a layer's word says before anything runs. Everybody asks here: the compiler, the engines, the emitters. A layer
 * among a layer's arguments is asked the same way, through the rules that its outer layer is handed.
 */

/** A layer with its arguments, those of its call included, and what it is applied to. */
export interface Applied {
  readonly word: LayerWord;
  readonly args: Args;
  readonly inputs: readonly Shape[];
  readonly named?: Named<Shape>;
}

/** Shapes of the results, batch first. */
export const shapesOf = ({ word, args, inputs, named }: Applied): readonly Shape[] | ShapeProblem =>
  word.shapes(args, inputs, callRules(named));

export const isProblem = (found: readonly Shape[] | ShapeProblem): found is ShapeProblem => "problem" in found;

export const weightsOf = ({ word, args, inputs, named }: Applied): readonly WeightSpec[] =>
  word.weights?.(args, inputs as never, callRules(named)) ?? [];

/** Of all results: what a layer with weights makes is float32, what another makes is of its first input's type. */
export function dtypesOf(word: LayerWord, args: Args, inputs: readonly DType[], results: number): readonly DType[] {
  const stated = word.dtypes(args, inputs, inner);
  const usual = word.weights ? "float32" : (inputs[0] ?? "float32");
  return Array.from({ length: results }, (_, i) => stated?.[i] ?? usual);
}

/** Of the masks that come with the results, null where there is none. */
export function maskShapesOf(
  { word, args, inputs }: Applied,
  masks: readonly (Shape | null)[],
  results: number,
): readonly (Shape | null)[] {
  const made = word.masks.shapes(args, inputs as never, masks as never);
  return Array.from({ length: results }, (_, i) => made[i] ?? null);
}

/** Why a layer cannot read the mask of its first input. */
export const unreadMask = (
  { word, args, inputs: [first] }: Pick<Applied, "word" | "args" | "inputs">,
  mask: Shape | null | undefined,
): ShapeProblem | null => (mask && first ? (word.masked?.(first, mask, args, inner) ?? null) : null);

/** Multiply-adds · 2 of one row; null where the word does not say. */
export const flopsOf = ({ word, args, inputs, named }: Applied, outputs: readonly Shape[]): number | null =>
  word.flops(args, inputs, outputs, callRules(named));

const NOTHING: Named<Shape> = {};
const callRules = (named: Named<Shape> = NOTHING): CallRules => ({ named, inner });

const innerWord = (layer: WordCall): LayerWord => wordNamed("layer", layer.word);

/** The rules of layers among arguments. */
const inner: InnerRules = {
  shapes: (layer, inputs, named) =>
    shapesOf({ word: innerWord(layer), args: layer.args, inputs, ...(named && { named }) }),
  dtypes: (layer, inputs) => dtypesOf(innerWord(layer), layer.args, inputs, 1),
  weights: (layer, inputs, prefix = "") =>
    weightsOf({ word: innerWord(layer), args: layer.args, inputs }).map((w) => ({ ...w, name: `${prefix}${w.name}` })),
  flops(layer, inputs) {
    const applied = { word: innerWord(layer), args: layer.args, inputs };
    const outputs = shapesOf(applied);
    return isProblem(outputs) ? 0 : (flopsOf(applied, outputs) ?? 0);
  },
  traits: (layer): readonly Trait[] => innerWord(layer).traits ?? [],
  masked: (layer, input, mask) => unreadMask({ word: innerWord(layer), args: layer.args, inputs: [input] }, mask),
};
