import type { Ir } from "../../ir/ir.js";
import type { Preprocessing } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { savedModelBytes } from "../graph/saved-model/saved-model.js";
import { inferenceGraph } from "./inference-graph.js";
import type { ExportedFiles } from "./write-exported.js";

/** The signature that serving programs run. */
export const SERVING = "serving_default";

/**
 * A SavedModel folder: one frozen graph with the signature `serving_default`, and the fitted preprocessing, which is
 * not part of the graph, as `assets.extra/preprocessing.json`.
 */
export function savedModel(ir: Ir, weights: WeightValues, preprocessing: Preprocessing | null): ExportedFiles {
  const { inputs, outputs } = inferenceGraph(ir, weights);
  const bytes = savedModelBytes({ functions: [], signatures: { [SERVING]: { inputs, outputs } } });
  return new Map<string, Uint8Array | string>([
    ["saved_model.pb", bytes],
    ...(preprocessing === null
      ? []
      : [["assets.extra/preprocessing.json", `${JSON.stringify(preprocessing, null, 1)}\n`] as const]),
  ]);
}
