import type { ModelIr } from "../ir/ir.js";
import { wordNamed } from "./lookup.js";
import type { Trait } from "./word.js";

const beyond: ReadonlySet<Trait> = new Set(["convolution", "embedding", "beyond_wasm"]);

/** Layers whose gradients the wasm back end does not have or gets wrong. */
export const beyondWasm = (model: ModelIr): readonly string[] =>
  model.layers
    .filter(({ word }) => wordNamed("layer", word).traits?.some((trait) => beyond.has(trait)))
    .map(({ name }) => name);
