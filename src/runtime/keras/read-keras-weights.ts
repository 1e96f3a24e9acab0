import { readFile } from "node:fs/promises";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { ModelIr } from "../../ir/ir.js";
import type { NdArray } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { weightGroups, type WeightGroup } from "./weight-groups.js";
import { zipMember } from "./read-zip.js";

/** A layer of the file in the model's order. */
interface KerasLayer extends WeightGroup {
  readonly name: string;
  readonly className: string;
}

/**
 * Weights of a Keras 3 `.keras` file for a model of the same layers: layer by layer in order, weight by weight, shapes
 * compared. Names need not agree; where all of them do, they decide instead of the order.
 * @throws Failure naming the file and the first difference
 */
export async function readKerasWeights(path: string, model: ModelIr): Promise<WeightValues> {
  const refuse = (fault: string): Failure =>
    new Failure(
      "runtime/weights-file",
      runtimeCodes["runtime/weights-file"].message({ file: path, fault }),
      'save the model in Keras 3 with model.save("model.keras"), built of the same layers as the spec',
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
  let layers: readonly KerasLayer[];
  try {
    layers = (await layersOf(archive)).filter(({ weights }) => weights.length > 0);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  const wanted = model.layers.filter(({ weights }) => weights.length > 0);
  if (layers.length !== wanted.length)
    throw refuse(
      `it has ${layers.length} layers with weights (${layers.map((l) => l.name).join(", ") || "none"}), and ` +
        `${model.name} has ${wanted.length} (${wanted.map((l) => l.name).join(", ") || "none"})`,
    );
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const named = wanted.every(({ name }) => byName.has(name));
  const values: Record<string, NdArray> = {};
  for (const [i, layer] of wanted.entries()) {
    const from = named ? byName.get(layer.name)! : layers[i]!;
    if (from.weights.length !== layer.weights.length)
      throw refuse(
        `its ${from.name} (${from.className}) has ${from.weights.length} weights, and ${layer.name} ` +
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

async function layersOf(archive: Buffer): Promise<KerasLayer[]> {
  const [config, weights] = [zipMember(archive, "config.json"), zipMember(archive, "model.weights.h5")];
  if (!config || !weights)
    throw new Error(`it is no .keras file of Keras 3: it has no ${config ? "model.weights.h5" : "config.json"}`);
  const groups = await weightGroups(weights);
  const counts = new Map<string, number>();
  return described(config).map(({ className, name }) => {
    // Keras names a layer's place after its class and counts equal ones.
    const base = snakeCase(className);
    const n = counts.get(base) ?? 0;
    counts.set(base, n + 1);
    const place = n === 0 ? base : `${base}_${n}`;
    return { name, className, place, weights: groups.get(place)?.weights ?? [] };
  });
}

function described(config: Buffer): readonly { readonly className: string; readonly name: string }[] {
  let layers: unknown;
  try {
    layers = (JSON.parse(config.toString("utf8")) as { config?: { layers?: unknown } } | null)?.config?.layers;
  } catch {
    throw new Error("its config.json is no JSON");
  }
  if (!Array.isArray(layers)) throw new Error("its config.json describes no Sequential or Functional model");
  return layers.map((layer: { class_name?: unknown; config?: { name?: unknown } } | null) => {
    const [className, name] = [layer?.class_name, layer?.config?.name];
    if (typeof className !== "string" || typeof name !== "string")
      throw new Error("its config.json has a layer without class or name");
    return { className, name };
  });
}

/** Keras's `to_snake_case`: `BatchNormalization` → `batch_normalization`, `Conv2D` → `conv2d`. */
const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
