import type { ModelIr } from "../ir/ir.js";
import { wordNamed } from "./lookup.js";
import type { LayerWord, Trait } from "./word.js";

const beyond: ReadonlySet<Trait> = new Set(["convolution", "embedding", "beyond_wasm"]);

/** Whether the wasm back end has no gradient of a layer's, or a wrong one. */
export const isBeyondWasm = ({ traits }: Pick<LayerWord, "traits">): boolean =>
  traits?.some((trait) => beyond.has(trait)) ?? false;

/** Layers whose gradients the wasm back end does not have or gets wrong. */
export const beyondWasm = (model: ModelIr): readonly string[] =>
  model.layers.filter(({ word }) => isBeyondWasm(wordNamed("layer", word))).map(({ name }) => name);
