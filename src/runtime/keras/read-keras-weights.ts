import { readFile } from "node:fs/promises";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { ModelIr } from "../../ir/ir.js";
import type { NdArray } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { describedLayers, undescribedLayers, type KerasLayer } from "./keras-layers.js";
import { matchLayers } from "./match-layers.js";
import { zipMember } from "./read-zip.js";
import { weightGroups } from "./weight-groups.js";

/**
 * Weights of a file of Keras 3, `.keras` or `.weights.h5`, for a model of the same layers: weight by weight, shapes
 * compared. Models inside are taken apart. Names need not agree; where all of them do, they decide instead of the
 * order.
 * @throws Failure naming the file and the first difference
 */
export async function readKerasWeights(path: string, model: ModelIr): Promise<WeightValues> {
  const refuse = (fault: string): Failure =>
    new Failure(
      "runtime/weights-file",
      runtimeCodes["runtime/weights-file"].message({ file: path, fault }),
      'save the model in Keras 3 with model.save("model.keras") or model.save_weights("model.weights.h5"), ' +
        "built of the same layers as the spec",
    );
  const archive = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      error.code === "ENOENT"
        ? "there is no such file"
        : error.code === "EISDIR"
          ? "it is a folder"
          : `it cannot be read (${error.code ?? "too large"})`,
    );
  });
  const wanted = model.layers.filter(({ weights }) => weights.length > 0);
  let file: KerasFile;
  try {
    file = await layersOf(archive);
  } catch (error) {
    throw refuse(messageOf(error));
  }
  const { layers, ordered } = file;
  if (layers.length !== wanted.length)
    throw refuse(
      `it has ${layers.length} layers with weights (${layers.map((l) => l.name).join(", ") || "none"}), and ` +
        `${model.name} has ${wanted.length} (${wanted.map((l) => l.name).join(", ") || "none"})`,
    );
  let matched: readonly KerasLayer[];
  try {
    matched = matchLayers(wanted, layers, ordered);
  } catch (error) {
    throw refuse(messageOf(error));
  }
  const values: Record<string, NdArray> = {};
  for (const [i, layer] of wanted.entries()) {
    const from = matched[i]!;
    if (from.weights.length !== layer.weights.length)
      throw refuse(
        `its ${from.name} (${from.kind}) has ${from.weights.length} weights, and ${layer.name} ` +
          `(${layer.word}) has ${layer.weights.length}`,
      );
    for (const [w, weight] of layer.weights.entries()) {
      const found = from.weights[w]!;
      if (found.shape.join() !== weight.shape.join())
        throw refuse(
          `weight ${w + 1} of its ${from.name} has shape [${found.shape.join(", ")}], and ${weight.name} of ` +
            `${layer.name} has [${weight.shape.join(", ")}]`,
        );
      values[`${layer.name}/${weight.name}`] = found;
    }
  }
  return values;
}

interface KerasFile {
  readonly layers: readonly KerasLayer[];
  /** Whether they stand in the model's order. */
  readonly ordered: boolean;
}

/** The signature that an HDF5 file begins with. */
const HDF5 = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

async function layersOf(bytes: Buffer): Promise<KerasFile> {
  if (bytes.subarray(0, HDF5.length).equals(HDF5))
    return { layers: undescribedLayers(await weightGroups(bytes)), ordered: false };
  const [config, weights] = [zipMember(bytes, "config.json"), zipMember(bytes, "model.weights.h5")];
  if (!config || !weights)
    throw new Error(`it is no .keras file of Keras 3: it has no ${config ? "model.weights.h5" : "config.json"}`);
  return { layers: describedLayers(config, await weightGroups(weights)), ordered: true };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
