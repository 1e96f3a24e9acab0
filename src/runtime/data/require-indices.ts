import { wordNamed } from "../../catalog/lookup.js";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { ModelIr } from "../../ir/ir.js";
import type { Rows } from "./dataset.js";

/**
 * Looks whether the numbers of every input that an embedding reads are entries of its table.
 * @throws Failure `runtime/index-outside` with the first that is not
 */
export function requireIndices({ layers, nodes }: ModelIr, { inputs }: Pick<Rows, "inputs">): void {
  const embeddings = new Map(
    layers
      .filter(({ word }) => wordNamed("layer", word).traits?.includes("embedding"))
      .map((layer) => [layer.name, layer]),
  );
  for (const { layer, inputs: read } of nodes) {
    const size = embeddings.get(layer)?.weights[0]?.shape[0];
    const given = size === undefined ? undefined : inputs[read[0]!];
    if (size === undefined || given === undefined) continue;
    for (const value of given.data) {
      if (value >= 0 && value < size) continue;
      const place = { input: read[0]!, value, layer, size };
      throw new Failure(
        "runtime/index-outside",
        runtimeCodes["runtime/index-outside"].message(place),
        value < 0
          ? "indices count from 0: mend the data"
          : `give ${layer} an input_dim of at least ${value + 1}, or mend the data`,
      );
    }
  }
}
