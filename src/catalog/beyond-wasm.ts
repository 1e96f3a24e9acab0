import type { ModelIr } from "../ir/ir.js";
import { wordNamed } from "./lookup.js";

/** Layers whose gradients the wasm back end does not have: convolutions and embeddings. */
export const beyondWasm = (model: ModelIr): readonly string[] =>
  model.layers
    .filter(({ word }) => wordNamed("layer", word).traits?.some((trait) => trait === "convolution" || trait === "embedding"))
    .map(({ name }) => name);
